package io.labvm.node.root;

import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a reserve on the disk of the uppers. */
public final class DiskSpace {
  private final Path directory;
  private final long reserve;

  /**
   * @param reserve bytes that stay free
   */
  public DiskSpace(Path directory, long reserve) {
    this.directory = directory;
    this.reserve = reserve;
  }

  /** Whether less than twice the reserve is free. */
  public boolean isShort() {
    try {
      return free() < 2 * reserve;
    } catch (IOException e) {
      return false;
    }
  }

  /** Bytes that are free. */
  long free() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Bytes that stay free. */
  long reserve() {
    return reserve;
  }

  /** Fails with NO_SPACE when so many bytes more would eat into the reserve. */
  void require(long bytes) throws IOException {
    long free = free();
    if (free - reserve < bytes) {
      throw new NodeFailure(
          FailureCode.NO_SPACE,
          "%d MiB are needed and %d MiB kept, %d MiB are free on the disk of %s"
              .formatted(bytes >> 20, reserve >> 20, free >> 20, directory));
    }
  }
}
