package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nothing has changed in a large upper: how long until that is known. */
final class ScanRow implements Row {
  private final Site site;
  private @Nullable BenchDesktop desktop;

  ScanRow(Site site) {
    this.site = site;
  }

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public String title() {
    return "find nothing changed in an upper of " + site.files() + " files";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    BenchDesktop made = BenchDesktop.make(site, "scan", site.smallBase());
    desktop = made;
    site.programs().run(Peers.copy(site.tree(), made.merged()));
    Path upper = made.upper();
    Path copy = site.newLocal("scan-rsync");
    Peers peers = new Peers(site, "scan");
    site.programs().run(Peers.copy(upper, copy));
    // the contender of round 0, which does not count, ships everything
    return List.of(
        Way.WARM.contender(_ -> site.engine().run(Way.WARM, made.syncOnce())),
        Way.FRESH.contender(_ -> site.engine().run(Way.FRESH, made.syncOnce())),
        Contender.of("rsync -aHAX, local copy", _ -> peers.run(Peers.rsync(upper, copy))),
        Contender.of("restic backup", _ -> peers.run(peers.restic(upper))),
        Contender.of("borg create", _ -> peers.run(peers.borg(upper))),
        Contender.of("Files.walk + attributes", _ -> walk(upper)),
        Contender.of("find (names)", _ -> peers.run(List.of("find", upper.toString(), "-false"))),
        Contender.of(
            "find (names and times)",
            _ -> peers.run(List.of("find", upper.toString(), "-cmin", "-0"))));
  }

  private static Sample walk(Path root) throws IOException {
    long start = System.nanoTime();
    long sum = 0;
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        sum += Files.readAttributes(path, BasicFileAttributes.class).size();
      }
    }
    if (sum == 0) {
      throw new IOException(root + " is empty");
    }
    return Sample.ofWall(Sample.secondsSince(start));
  }

  @Override
  public void close() throws IOException {
    if (desktop != null) {
      desktop.close();
    }
  }
}
