package io.labvm.bench;

import io.labvm.layers.capture.Capture;
import io.labvm.layers.capture.CaptureResult;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.FileType;
import io.labvm.linux.Urgency;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/**
 * {@code ScanBench DIRECTORY [FILES] [ROUNDS]}: a capture of an upper in which nothing changed,
 * against the bare {@code getdents64} and {@code statx} of the same names; then as a desktop that
 * stands still has it done. Everything is made below the directory and removed again.
 */
public final class ScanBench {
  private static final int PER_DIRECTORY = 100;

  private ScanBench() {}

  /**
   * Prints all in seconds: first, least, median and most of the rounds, by the clock and by what
   * the thread used of a processor, since other work on the machine stretches the former.
   */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0], "scan-bench");
    int files = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 15;
    Path upper = Files.createDirectories(home.resolve("upper"));
    try (Index index = Index.open(home.resolve("index"), "bench")) {
      make(upper, files);
      commit(upper, index, home);
      double[][] bare = new double[2][rounds];
      double[][] capture = new double[2][rounds];
      double[][] urgent = new double[2][rounds];
      for (int i = 0; i < rounds; i++) {
        time(bare, i, () -> look(upper));
        time(capture, i, () -> capture(upper, index, home));
        try (Urgency _ = Urgency.begin()) {
          time(urgent, i, () -> capture(upper, index, home));
        }
      }
      print("getdents64 + statx", bare);
      print("capture, unchanged", capture);
      print("the same, before all other work", urgent);
    } finally {
      Durable.remove(home);
    }
  }

  private static void make(Path upper, int files) throws IOException {
    for (int d = 0; d * PER_DIRECTORY < files; d++) {
      Path made = Files.createDirectories(upper.resolve("group-" + d % 10 + "/directory-" + d));
      try (Dir dir = Dir.open(made)) {
        for (int f = 0; f < PER_DIRECTORY; f++) {
          byte[] name = ("a-file-" + f).getBytes(StandardCharsets.US_ASCII);
          dir.makeNode(name, FileType.REGULAR.modeBits() | 0644, 0, 0);
        }
      }
    }
  }

  private static void commit(Path upper, Index index, Path home) throws IOException {
    try (CaptureResult result = result(upper, index, home)) {
      index.commit(result.frame(), new Head(1, Digest.of(new byte[Digest.BYTES])));
    }
  }

  private static void capture(Path upper, Index index, Path home) throws IOException {
    try (CaptureResult result = result(upper, index, home)) {
      if (result.entries() != 0) {
        throw new IOException(result.entries() + " entries of an unchanged upper");
      }
    }
  }

  private static CaptureResult result(Path upper, Index index, Path home) throws IOException {
    try (Dir dir = Dir.openConfined(upper)) {
      return new Capture(home, Clock.systemUTC()).run(dir, index, (entry, content) -> {});
    }
  }

  private static void look(Path upper) throws IOException {
    try (Dir dir = Dir.openConfined(upper)) {
      look(dir);
    }
  }

  private static void look(Dir dir) throws IOException {
    DirEntries entries = dir.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.type(i) == FileType.DIRECTORY) {
        try (Dir below = dir.openDirectory(entries.name(i))) {
          look(below);
        }
      } else {
        var ignored = dir.stat(entries.name(i));
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void time(double[][] into, int round, Work work) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long used = threads.getCurrentThreadCpuTime();
    work.run();
    into[0][round] = (System.nanoTime() - start) / 1e9;
    into[1][round] = (threads.getCurrentThreadCpuTime() - used) / 1e9;
  }

  private static void print(String what, double[][] seconds) {
    for (int i = 0; i < seconds.length; i++) {
      double first = seconds[i][0];
      Arrays.sort(seconds[i]);
      System.out.printf(
          "%-30s %-4s first %.3f  least %.3f  median %.3f  most %.3f s%n",
          what,
          i == 0 ? "wall" : "cpu",
          first,
          seconds[i][0],
          seconds[i][seconds[i].length / 2],
          seconds[i][seconds[i].length - 1]);
    }
  }
}
