package io.labvm.layers.source;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/**
 * Opens an archive file, unpacked. gzip comes with the JDK; for zstd its own program runs beside
 * us: it uses another core, bounds its memory itself, and spares us native code for it.
 */
final class Unpacking {
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  private Unpacking() {}

  static ReadAhead.Bytes open(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(4);
    }
    int magic = 0;
    for (byte b : start) {
      magic = magic << 8 | (b & 0xff);
    }
    if (magic == ZSTD) {
      return new Unpacked(zstd(file));
    }
    return magic >>> 16 == GZIP
        ? new Unpacked(new GZIPInputStream(Files.newInputStream(file), 1 << 16))
        : new Plain(FileChannel.open(file, StandardOpenOption.READ));
  }

  private record Plain(FileChannel channel) implements ReadAhead.Bytes {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Unpacked implements ReadAhead.Bytes {
    private final InputStream in;
    private final byte[] bytes = new byte[1 << 16];

    private Unpacked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int n = in.read(bytes, 0, Math.min(bytes.length, into.remaining()));
      into.put(bytes, 0, Math.max(0, n));
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static InputStream zstd(Path file) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder("zstd", "-dcq", "--memory=512MB", "--", file.toString())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
    } catch (IOException e) {
      throw new LayerException(
          LayerError.UNSUPPORTED, "the program zstd is needed to read " + file, e);
    }
    return new ProgramOutput(process, file);
  }

  /** The output of a program; its failure is ours when the output ends. */
  private static final class ProgramOutput extends FilterInputStream {
    private final Process process;
    private final Path file;

    private ProgramOutput(Process process, Path file) {
      super(process.getInputStream());
      this.process = process;
      this.file = file;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = in.read(into, from, length);
      if (n < 0) {
        requireSuccess();
      }
      return n;
    }

    private void requireSuccess() throws IOException {
      try {
        String message =
            new String(process.getErrorStream().readNBytes(500), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new LayerException(LayerError.REFUSED, file + ": " + message.strip());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      super.close();
    }
  }
}
