package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes all the room of a file system; names still find room in its directories. */
public final class Filler {
  private Filler() {}

  /** Answers the file that takes it. */
  public static Path fill(Path directory) throws IOException {
    Path filler = directory.resolve("filler");
    for (int size = 1 << 16; size > 0; size /= 2) {
      try (FileChannel out =
          FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (out.write(ByteBuffer.allocate(size)) > 0) {}
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
      }
    }
    return filler;
  }
}
