package io.labvm.layers.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Puts a test's directory into memory where there is room. For tests that make many small files
 * durable and never lose power: on a busy disk they do nothing but wait for it.
 */
public final class InMemory implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 256L << 20;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    boolean hasRoom =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
    return hasRoom
        ? Files.createTempDirectory(MEMORY, "labvm-test-")
        : Files.createTempDirectory("labvm-test-");
  }
}
