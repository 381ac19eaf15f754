package io.labvm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file is written: how long until it is in the shared file system, with nobody asking. */
final class VisibleRow implements Row {
  private static final double LIMIT = 60;

  /** The engine ships the first change after so long at once, in seconds; later ones wait. */
  private static final double QUIET = 10.5;

  private final Site site;
  private @Nullable BenchDesktop desktop;
  private @Nullable Process sync;
  private @Nullable Lsyncd lsyncd;

  VisibleRow(Site site) {
    this.site = site;
  }

  @Override
  public String name() {
    return "visible";
  }

  @Override
  public String title() {
    return "one changed file after quiet is in the store (seconds after its write)";
  }

  @Override
  public int rounds() {
    return site.options().scaled(20);
  }

  @Override
  public List<Contender> contenders() throws IOException {
    return List.of(
        Contender.of("labVm, continuous sync", this::engine).before(_ -> startSync()),
        Contender.of("lsyncd, delay 1 s", this::peer).before(_ -> startLsyncd()));
  }

  private void startSync() throws IOException {
    if (sync == null) {
      desktop = BenchDesktop.make(site, "visible", site.smallBase());
      Trees.make(desktop.merged().resolve("tree"), site.options().scaled(10_000), 1);
      sync = site.programs().start(site.engine().commandLine(desktop.sync()));
    }
    // A change after a time without changes; what ends that time is a batch without a follower.
    Waiting.untilQuiet("quiet", LIMIT, QUIET, made()::segments);
  }

  private BenchDesktop made() throws IOException {
    if (desktop == null) {
      throw new IOException("there is no desktop");
    }
    return desktop;
  }

  private Sample engine(int round) throws IOException {
    BenchDesktop made = made();
    long before = made.segments();
    Files.writeString(made.merged().resolve("tree/directory-0/file-0"), "round " + round);
    return Sample.ofWall(Waiting.until("a segment", LIMIT, () -> made.segments() > before));
  }

  private void startLsyncd() throws IOException {
    if (lsyncd == null) {
      Path source = site.newLocal("visible-source");
      Trees.make(source, site.options().scaled(10_000) / 10, 1);
      lsyncd = Lsyncd.start(site.programs(), source, site.newShared("visible-target"));
    }
  }

  private Sample peer(int round) throws IOException {
    byte[] text = ("round " + round).getBytes(StandardCharsets.UTF_8);
    Path target = site.shared().resolve("visible-target/directory-0/file-0");
    Files.write(site.local().resolve("visible-source/directory-0/file-0"), text);
    return Sample.ofWall(
        Waiting.until(
            "the file",
            LIMIT,
            () -> Files.exists(target) && Arrays.equals(Files.readAllBytes(target), text)));
  }

  @Override
  public void close() throws IOException {
    if (lsyncd != null) {
      lsyncd.close();
    }
    if (sync != null) {
      sync.destroy();
      int ignored = Programs.await(sync);
    }
    if (desktop != null) {
      desktop.close();
    }
  }
}
