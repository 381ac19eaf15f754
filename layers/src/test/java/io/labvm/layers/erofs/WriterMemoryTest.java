package io.labvm.layers.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.FileType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million entries fit a heap of 256 MB; the writer runs in a JVM of its own with just that. */
class WriterMemoryTest {
  private static final int FILES = 950_000;
  private static final int DIRECTORIES = 50_000;

  @TempDir private Path directory;

  @Test
  void aMillionEntriesFitTheHeap() throws Exception {
    Path image = directory.resolve("million.erofs");
    Path log = directory.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                image.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(log)).isZero();
    try (ErofsImage written = ErofsImage.open(image)) {
      assertThat(ImageWalk.count(written)).isEqualTo(FILES + DIRECTORIES);
    }
  }

  /** Runs in the child. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      Attributes root = attributes(FileType.DIRECTORY.modeBits() | 0755);
      Attributes file = attributes(FileType.REGULAR.modeBits() | 0644);
      try (ErofsWriter writer = new ErofsWriter(Path.of(args[0]), root)) {
        for (int d = 0; d < DIRECTORIES; d++) {
          ErofsWriter.Directory parent =
              writer.directory(writer.root(), name("directory-", d), root);
          for (int f = 0; f < FILES / DIRECTORIES; f++) {
            byte[] content = name("content-", f);
            writer.name(
                parent,
                name("a-file-with-some-name-", f),
                writer.file(file, content.length, (at, into) -> put(content, (int) at, into)));
          }
        }
        var ignored = writer.finish();
      }
    }

    private static int put(byte[] content, int at, ByteBuffer into) {
      int n = Math.min(into.remaining(), content.length - at);
      into.put(content, at, n);
      return n;
    }

    private static byte[] name(String prefix, int number) {
      return (prefix + number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Attributes attributes(int mode) {
      return new Attributes(mode, 0, 0, 0, 0, 0, 0, List.of());
    }
  }
}
