package io.labvm.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Milliseconds of CLOCK_BOOTTIME: counts while the machine sleeps and never jumps, unlike the wall
 * clock. The first field of {@code /proc/uptime} is this clock, in steps of 10 ms.
 */
interface BootClock {
  /** The machine's clock. */
  BootClock MACHINE = new ProcUptime(Path.of("/proc/uptime"));

  long millis();

  /** Reads the kernel's file. */
  record ProcUptime(Path file) implements BootClock {
    @Override
    public long millis() {
      try {
        var text = Files.readString(file);
        var seconds = text.substring(0, text.indexOf(' '));
        var dot = seconds.indexOf('.');
        return Long.parseLong(seconds.substring(0, dot)) * 1000
            + Long.parseLong(seconds.substring(dot + 1)) * 10;
      } catch (IOException e) {
        throw new UncheckedIOException("no CLOCK_BOOTTIME in " + file, e);
      }
    }
  }
}
