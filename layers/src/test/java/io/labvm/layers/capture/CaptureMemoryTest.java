package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 250,000 names, and a chain of directories as deep as a member likes to make it, are captured
 * twice within a heap of 64 MB; each in a JVM of its own with just that.
 */
class CaptureMemoryTest {
  private static final int DIRECTORIES = 125;
  private static final int FILES = 2000;
  private static final int DEPTH = 12_000;

  /** With names of one byte: the paths of so many have 2^25 bytes, just about. */
  private static final int KEPT_DEPTH = 5792;

  @TempDir private Path directory;

  @Test
  void manyNamesFitTheHeap() throws Exception {
    captureInAChild("names");
  }

  @Test
  void aDeepChainOfDirectoriesFitsTheHeap() throws Exception {
    captureInAChild("chain");
  }

  private void captureInAChild(String tree) throws Exception {
    Path log = directory.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                tree)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = child.waitFor(10, TimeUnit.MINUTES);
    child.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(child.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Nobody else removes what is deeper than a path may be long. */
  @AfterEach
  void remove() throws Exception {
    var remove = List.of("rm", "-rf", "--", directory.resolve("upper").toString());
    assertThat(new ProcessBuilder(remove).inheritIO().start().waitFor()).isZero();
  }

  /** Runs in the child. */
  static final class Child {
    private static final byte[] DEEP = {'d'};

    private Child() {}

    public static void main(String[] args) throws Exception {
      Path home = Path.of(args[0]);
      Path upper = Files.createDirectory(home.resolve("upper"));
      long names = args[1].equals("chain") ? chain(upper) : wide(upper);
      try (Index index = Index.open(home.resolve("index"), "upper")) {
        require(names, capture(upper, home, index, 1));
        require(0, capture(upper, home, index, 2));
      }
    }

    private static long wide(Path upper) throws IOException {
      for (int d = 0; d < DIRECTORIES; d++) {
        fill(Files.createDirectory(upper.resolve("a-directory-" + d)));
      }
      return DIRECTORIES * (FILES + 1L);
    }

    private static long chain(Path upper) throws IOException {
      Dir dir = Dir.open(upper);
      for (int level = 0; level < DEPTH; level++) {
        try (Dir above = dir) {
          above.makeDirectory(DEEP, 0755);
          dir = above.openDirectory(DEEP);
        }
      }
      dir.close();
      return KEPT_DEPTH;
    }

    private static void fill(Path path) throws IOException {
      try (Dir dir = Dir.open(path)) {
        byte[] first = name(0);
        dir.makeNode(first, FileType.REGULAR.modeBits() | 0644, 0, 0);
        for (int f = 1; f < FILES; f++) {
          // Every second is a link: groups are what memory is needed for, and inodes are dear.
          if (f % 2 == 0) {
            dir.makeNode(name(f), FileType.REGULAR.modeBits() | 0644, 0, 0);
          } else {
            String text = new String(name(f - 1), StandardCharsets.US_ASCII);
            Files.createLink(path.resolve("link-" + f), path.resolve(text));
          }
        }
      }
    }

    private static byte[] name(int number) {
      return ("a-file-with-some-name-" + number).getBytes(StandardCharsets.US_ASCII);
    }

    private static long capture(Path upper, Path home, Index index, int segment)
        throws IOException {
      try (Dir dir = Dir.openConfined(upper);
          CaptureResult result =
              new Capture(home, Clock.systemUTC()).run(dir, index, (entry, content) -> {})) {
        byte[] digest = new byte[Digest.BYTES];
        index.commit(result.frame(), new Head(segment, Digest.of(digest)));
        return result.entries();
      }
    }

    private static void require(long expected, long found) {
      if (expected != found) {
        throw new IllegalStateException(found + " entries, not " + expected);
      }
    }
  }
}
