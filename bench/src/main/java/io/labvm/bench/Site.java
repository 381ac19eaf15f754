package io.labvm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where rows are measured: a local file system and a shared one, which may be the same.
 *
 * @param title of the shared one
 * @param isMooseFs whether small files are dear there
 * @param local directory for sources and what a node keeps
 * @param shared directory for the store and what peers write
 */
record Site(
    String title,
    boolean isMooseFs,
    Path local,
    Path shared,
    Engine engine,
    Programs programs,
    Options options) {
  static final int FILES = 100_000;

  /** A new local directory. */
  Path newLocal(String name) throws IOException {
    return Files.createDirectories(local.resolve(name));
  }

  /** A new shared directory. */
  Path newShared(String name) throws IOException {
    return Files.createDirectories(shared.resolve(name));
  }

  String store() {
    return shared.resolve("store").toString();
  }

  /** The same with another store. */
  Site within(String name) {
    return new Site(title, isMooseFs, local, shared.resolve(name), engine, programs, options);
  }

  /** How many files the big tree has. */
  int files() {
    return options.scaled(FILES);
  }

  /** The big tree; read only. Made when it is asked for first. */
  Path tree() throws IOException {
    Path tree = local.resolve("tree");
    if (Files.notExists(tree)) {
      Path draft = newLocal("tree.draft");
      Trees.make(draft, files(), 1);
      Files.move(draft, tree);
    }
    return tree;
  }

  /** A base of the big tree. */
  String bigBase() throws IOException {
    return base("big", tree());
  }

  /** A base with nothing but a directory. */
  String smallBase() throws IOException {
    Path source = newLocal("small");
    Files.createDirectories(source.resolve("etc"));
    return base("small", source);
  }

  private String base(String name, Path source) throws IOException {
    // the same content again is answered with the base that has it
    return engine
        .run("base-import", "--store", store(), "--name", name, source.toString())
        .text("base");
  }
}
