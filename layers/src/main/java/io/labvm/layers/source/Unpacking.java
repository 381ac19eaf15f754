package io.labvm.layers.source;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Opens an archive file, unpacked. gzip comes with the JDK; for zstd its own program runs beside
 * us: it uses another core, bounds its memory itself, and spares us native code for it.
 */
final class Unpacking {
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  private Unpacking() {}

  static InputStream open(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(4);
    }
    int magic = 0;
    for (byte b : start) {
      magic = magic << 8 | (b & 0xff);
    }
    if (magic == ZSTD) {
      return zstd(file);
    }
    InputStream in = Files.newInputStream(file);
    return magic >>> 16 == GZIP
        ? new GZIPInputStream(new BufferedInputStream(in, 1 << 16), 1 << 16)
        : in;
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
