package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tree becomes one image; the engine's is durable in the store, the others' are just written. */
record ImportRow(Site site) implements Row {
  @Override
  public String name() {
    return "import";
  }

  @Override
  public String title() {
    return "make a base image of " + site.files() + " files";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    Path tree = site.tree();
    Path image = site.newShared("import").resolve("image");
    return List.of(
        engine(Way.WARM, tree),
        engine(Way.FRESH, tree),
        program(image, "mkfs.erofs", image.toString(), tree.toString()),
        program(image, "tar", "-cf", image.toString(), "-C", tree.toString(), "."),
        program(image, "dd", "if=/dev/zero", "of=" + image, "bs=1M", "count=" + mebibytes()));
  }

  private Contender engine(Way way, Path tree) {
    Path store = site.shared().resolve("import-store");
    List<String> words =
        List.of("base-import", "--store", store.toString(), "--name", "b", tree.toString());
    return way.contender(_ -> site.engine().run(way, words)).before(_ -> Trees.remove(store));
  }

  private Contender program(Path image, String... command) {
    return Contender.of(command[0], _ -> site.programs().run(command))
        .after(_ -> Files.deleteIfExists(image));
  }

  private int mebibytes() {
    return site.files() / 256;
  }

  @Override
  public void close() {}
}
