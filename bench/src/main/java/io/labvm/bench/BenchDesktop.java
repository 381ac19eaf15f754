package io.labvm.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A desktop in the store of a site, with its state on the local file system. */
final class BenchDesktop implements Closeable {
  private final Site site;
  private final String id;
  private final Path state;
  private final Path merged;

  private BenchDesktop(Site site, String id) {
    this.site = site;
    this.id = id;
    this.state = site.local().resolve("state-" + id);
    this.merged = site.local().resolve("merged-" + id);
  }

  /** Makes a desktop on a base and mounts it. */
  static BenchDesktop make(Site site, String id, String base) throws IOException {
    BenchDesktop desktop = new BenchDesktop(site, id);
    site.engine().run("create", "--store", site.store(), "--base", base, "--desktop", id);
    desktop.mount();
    return desktop;
  }

  void mount() throws IOException {
    Files.createDirectories(state);
    Files.createDirectories(merged);
    site.engine().run(mountCommand(id, state, merged, site).toArray(String[]::new));
  }

  static List<String> mountCommand(String id, Path state, Path merged, Site site) {
    return List.of(
        "mount",
        "--store",
        site.store(),
        "--desktop",
        id,
        "--state",
        state.toString(),
        "--at",
        merged.toString(),
        "--cache",
        site.local().resolve("cache").toString());
  }

  String id() {
    return id;
  }

  /** The root it sees. */
  Path merged() {
    return merged;
  }

  /** Where its changes lie. */
  Path upper() {
    return state.resolve("upper");
  }

  private Path staging() {
    return Path.of(site.store(), "desktops", id, "staging");
  }

  /** How many segments there are in the store, those of all uppers. */
  long segments() throws IOException {
    return Files.notExists(staging()) ? 0 : Trees.count(staging());
  }

  List<String> syncOnce() {
    return List.of(
        "sync", "--store", site.store(), "--desktop", id, "--state", state.toString(), "--once");
  }

  List<String> sync() {
    return syncOnce().subList(0, 7);
  }

  List<String> command(String name, String... more) {
    var words = new java.util.ArrayList<>(List.of(name, "--store", site.store(), "--desktop", id));
    words.addAll(List.of(more));
    return words;
  }

  /** Ships and seals everything, untimed. */
  void backUp() throws IOException {
    site.engine().run(syncOnce().toArray(String[]::new));
    site.engine().run(command("seal").toArray(String[]::new));
  }

  void unmount() throws IOException {
    site.engine().run("unmount", "--at", merged.toString());
  }

  @Override
  public void close() throws IOException {
    unmount();
  }
}
