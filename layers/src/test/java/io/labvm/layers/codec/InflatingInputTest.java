package io.labvm.layers.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose parts end where the buffers end, and such that are not whole. */
class InflatingInputTest {
  private static final int BUFFER = 1 << 14;

  @TempDir private Path temporary;

  /** Bytes that do not become fewer, so that both buffers end at about the same places. */
  private static byte[] plain(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream packing = new DeflaterOutputStream(out, deflater)) {
      packing.write(plain);
    }
    deflater.end();
    return out.toByteArray();
  }

  private byte[] read(byte[] stream, int length, int behind) throws IOException {
    Path file = temporary.resolve("stream");
    Files.write(file, stream);
    try (FileChannel channel = FileChannel.open(file);
        InflatingInput in = new InflatingInput(file, channel, 0, stream.length - behind)) {
      byte[] read = in.readBytes(length);
      assertThat(in.atEnd()).isTrue();
      return read;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void the_end_may_lie_anywhere_about_the_end_of_a_buffer(int buffers) throws IOException {
    for (int length = buffers * BUFFER - 64; length <= buffers * BUFFER + 64; length++) {
      byte[] plain = plain(length);
      byte[] read = read(packed(plain), length, 0);
      assertThat(read).as("%d bytes", length).isEqualTo(plain);
    }
  }

  @Test
  void a_stream_cut_anywhere_in_its_last_bytes_is_damaged() throws IOException {
    byte[] stream = packed(plain(BUFFER));
    for (int missing = 1; missing <= 32; missing++) {
      byte[] cut = Arrays.copyOf(stream, stream.length - missing);
      assertThatThrownBy(() -> read(cut, BUFFER, 0))
          .as("%d bytes fewer", missing)
          .isInstanceOf(LayerException.class)
          .hasMessageContaining("end early");
    }
  }

  @Test
  void nothing_stands_behind_the_stream() throws IOException {
    byte[] stream = packed(plain(BUFFER));
    byte[] longer = Arrays.copyOf(stream, stream.length + 1);
    assertThatThrownBy(() -> read(longer, BUFFER, 0))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("bytes behind");
    assertThat(read(longer, BUFFER, 1)).hasSize(BUFFER);
  }
}
