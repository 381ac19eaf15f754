package io.labvm.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nothing changes: what the continuous sync of a large upper costs then. */
final class IdleRow implements Row {
  private static final double LIMIT = 600;
  private static final Duration WATCHED = Duration.ofMinutes(1);

  /** Longer than anything is put off while changes go on. */
  private static final double QUIET = 25;

  private final Site site;
  private @Nullable BenchDesktop desktop;
  private @Nullable Process sync;

  IdleRow(Site site) {
    this.site = site;
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String title() {
    return "a minute of sync of an upper of %d files, nothing changes"
        .formatted(site.options().scaled(200_000));
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        Contender.of("labVm, continuous sync", _ -> minute())
            .before(_ -> startSync())
            .warmingUp(0));
  }

  private void startSync() throws IOException {
    if (sync != null) {
      return;
    }
    desktop = BenchDesktop.make(site, "idle", site.smallBase());
    Trees.make(desktop.merged().resolve("tree"), site.options().scaled(200_000), 1);
    sync = site.programs().start(site.engine().commandLine(desktop.sync()));
    Waiting.untilQuiet("all to be shipped", LIMIT, QUIET, desktop::segments);
  }

  private Sample minute() throws IOException {
    Duration before = used();
    long start = System.nanoTime();
    Waiting.until(
        "the minute to be over", LIMIT, () -> Sample.secondsSince(start) >= WATCHED.toSeconds());
    return new Sample(Sample.secondsSince(start), used().minus(before).toNanos() / 1e9, 0);
  }

  /** Processor time of the command and whatever it started. */
  private Duration used() throws IOException {
    if (sync == null || !sync.isAlive()) {
      throw new IOException("sync has ended");
    }
    return Stream.concat(Stream.of(sync.toHandle()), sync.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() throws IOException {
    if (sync != null) {
      sync.destroy();
      int ignored = Programs.await(sync);
    }
    if (desktop != null) {
      desktop.close();
    }
  }
}
