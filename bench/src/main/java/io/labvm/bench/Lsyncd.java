package io.labvm.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A running lsyncd with a delay of one second that keeps as much as rsync can. */
final class Lsyncd implements Closeable {
  private final Process process;

  private Lsyncd(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it has copied what is there, a file {@code marker} at least. */
  static Lsyncd start(Programs programs, Path source, Path target) throws IOException {
    Path configuration = source.resolveSibling(source.getFileName() + ".lua");
    Files.writeString(
        configuration,
        """
        settings { nodaemon = true }
        sync { default.rsync, source = "%s", target = "%s", delay = 1,
          rsync = { archive = true, hard_links = true, acls = true, xattrs = true, sparse = true } }
        """
            .formatted(source, target));
    Files.writeString(source.resolve("marker"), "here");
    Lsyncd lsyncd = new Lsyncd(programs.start(List.of("lsyncd", configuration.toString())));
    try {
      Waiting.until("lsyncd's start", 60, () -> Files.exists(target.resolve("marker")));
      return lsyncd;
    } catch (IOException e) {
      lsyncd.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    int ignored = Programs.await(process);
  }
}
