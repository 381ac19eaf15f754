package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two layers become one. Each round folds in a store of its own, because a fold is made once. */
final class FoldRow implements Row {
  private static final String ID = "fold";

  private final Site site;
  private final int entries;

  FoldRow(Site site) {
    this.site = site.within(ID);
    this.entries = site.files() / 2;
  }

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public String title() {
    return "fold two layers of " + entries + " entries";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    BenchDesktop desktop = BenchDesktop.make(site, ID, site.smallBase());
    Trees.make(desktop.merged().resolve("a"), entries, 1);
    desktop.backUp();
    // half of them over the first layer's, half beside them
    Trees.make(desktop.merged().resolve("a"), entries / 2, 2);
    Trees.make(desktop.merged().resolve("b"), entries / 2, 3);
    desktop.backUp();
    desktop.unmount();
    Path copy = site.shared().resolve("fold-store");
    List<Contender> contenders = new ArrayList<>();
    for (Way way : Way.values()) {
      contenders.add(
          way.contender(_ -> folded(way, copy))
              .before(_ -> site.programs().run("cp", "-a", site.store(), copy.toString()))
              .after(_ -> Trees.remove(copy)));
    }
    contenders.add(
        Contender.of("cat of both images, fsync", _ -> site.programs().run(cat()))
            .after(_ -> Files.deleteIfExists(site.shared().resolve("fold-cat"))));
    return contenders;
  }

  /** A fold that found nothing to do is no measurement. */
  private Sample folded(Way way, Path store) throws IOException {
    Sample sample = site.engine().run(way, fold(store));
    if (!site.engine().answer().flag("created")) {
      throw new IOException("no layer was made");
    }
    return sample;
  }

  private List<String> fold(Path store) {
    List<String> words = new ArrayList<>(List.of("fold", "--store", store.toString()));
    words.addAll(List.of("--desktop", ID, "--from", "0", "--to", "2"));
    return words;
  }

  private List<String> cat() throws IOException {
    List<String> words = new ArrayList<>(List.of("sh", "-c"));
    Path target = site.shared().resolve("fold-cat");
    words.add("cat \"$@\" >" + target + " && sync " + target);
    words.add("sh");
    try (Stream<Path> files = Files.walk(Path.of(site.store(), "layers"))) {
      files.filter(p -> p.endsWith("image.erofs")).map(Path::toString).forEach(words::add);
    }
    return words;
  }

  @Override
  public void close() {}
}
