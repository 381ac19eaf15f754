package io.labvm.bench;

import io.labvm.bench.Engine.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New small files reach the shared file system. */
final class ShipRow implements Row {
  private final Site site;
  private final int files;
  private final Map<Way, BenchDesktop> desktops = new HashMap<>();
  private @Nullable Lsyncd lsyncd;

  ShipRow(Site site) {
    this.site = site;
    this.files = site.options().scaled(5_000);
  }

  @Override
  public String name() {
    return "ship";
  }

  @Override
  public String title() {
    return "ship " + files + " new files of 4 KiB";
  }

  @Override
  public List<Contender> contenders() throws IOException {
    Peers peers = new Peers(site, "ship");
    String base = site.smallBase();
    return List.of(
        engine(Way.WARM, base),
        engine(Way.FRESH, base),
        tool("rsync -aHAX", (from, to) -> peers.run(Peers.rsync(from, to))),
        tool("cp -a", (from, to) -> peers.run(Peers.copy(from, to))),
        lsyncd(),
        tool("restic backup", (from, _) -> peers.run(peers.restic(from))),
        tool("borg create", (from, _) -> peers.run(peers.borg(from))),
        tool("dd of as many bytes, fsync", (_, to) -> peers.run(dd(to))));
  }

  private Contender engine(Way way, String base) {
    return way.contender(_ -> site.engine().run(way, desktop(way).syncOnce()))
        .before(round -> start(way, round, base))
        .after(_ -> desktop(way).close());
  }

  private BenchDesktop desktop(Way way) throws IOException {
    BenchDesktop desktop = desktops.get(way);
    if (desktop == null) {
      throw new IOException("there is no desktop");
    }
    return desktop;
  }

  /** A desktop that has shipped what it had, then gets the files. */
  private void start(Way way, int round, String base) throws IOException {
    desktops.remove(way);
    String id = "ship-" + System.nanoTime();
    BenchDesktop desktop = BenchDesktop.make(site, id, base);
    desktops.put(way, desktop);
    site.engine().run(desktop.syncOnce().toArray(String[]::new));
    Trees.make(desktop.merged().resolve("new"), files, round);
  }

  private interface Copying {
    Sample run(Path from, Path to) throws IOException;
  }

  private Contender tool(String name, Copying work) {
    Path from = site.local().resolve("ship-source");
    Path to = site.shared().resolve("ship-target");
    return Contender.of(name, _ -> work.run(from, to))
        .before(
            round -> {
              Trees.make(from, files, 1_000 + round + name.hashCode());
              Files.createDirectories(to);
            })
        .after(
            _ -> {
              Trees.remove(from);
              Trees.remove(to);
            });
  }

  private Contender lsyncd() {
    Path source = site.local().resolve("lsyncd-source");
    Path target = site.shared().resolve("lsyncd-target");
    Path draft = site.local().resolve("lsyncd-draft");
    return Contender.of("lsyncd, delay 1 s", _ -> appear(draft, source, target))
        .before(
            round -> {
              Files.createDirectories(source);
              Files.createDirectories(target);
              Trees.make(draft, files, 2_000 + round);
              lsyncd = Lsyncd.start(site.programs(), source, target);
            })
        .after(
            _ -> {
              close();
              Trees.remove(source);
              Trees.remove(target);
            });
  }

  /** All files are there at once, by a rename, and are looked for on the other side. */
  private Sample appear(Path draft, Path source, Path target) throws IOException {
    long start = System.nanoTime();
    Files.move(draft, source.resolve("new"));
    Path last = Trees.last(target.resolve("new"), files);
    Waiting.until("the last file", 600, () -> Files.exists(last));
    Waiting.until("every file", 600, () -> Trees.count(target.resolve("new")) == files);
    return Sample.ofWall(Sample.secondsSince(start));
  }

  private List<String> dd(Path to) {
    String count = "count=" + files / 256;
    return List.of("dd", "if=/dev/zero", "of=" + to.resolve("bytes"), "bs=1M", count, "conv=fsync");
  }

  @Override
  public void close() throws IOException {
    if (lsyncd != null) {
      lsyncd.close();
      lsyncd = null;
    }
  }
}
