package io.labvm.layers.mount;

import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file of the store copied onto a node. What has its final name is whole and had the right
 * digest; a killed copy leaves a {@code .tmp} file that the next one removes.
 *
 * @param from the store's file
 * @param to where it goes
 * @param bytes it must have
 * @param digest it must have, hexadecimal
 */
record ImageCopy(Path from, Path to, long bytes, String digest) {
  private static final int STEP = 1 << 20;
  private static final int REPORT = 64 << 20;

  /** Copies unless it is there. Callers take turns by the lock file, in several processes too. */
  void fetch(Path lockFile, CopyProgress progress) throws IOException {
    if (Files.isRegularFile(to)) {
      return;
    }
    Durable.directories(home());
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock(); // released with the channel, also by a kill
      if (lock.isValid() && !Files.isRegularFile(to)) {
        removeLeftovers();
        copy(progress);
      }
    }
  }

  private void copy(CopyProgress progress) throws IOException {
    Path temporary =
        to.resolveSibling(to.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      String found = copyDigested(temporary, progress);
      if (!found.equals(digest)) {
        throw LayerException.damaged(from, 0, "digest is " + found + ", not " + digest);
      }
      Durable.publish(temporary, to);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private String copyDigested(Path temporary, CopyProgress progress) throws IOException {
    MessageDigest sha = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (in.size() != bytes) {
        throw LayerException.damaged(from, in.size(), "should have " + bytes + " bytes");
      }
      long done = 0;
      while (in.read(buffer.clear()) > 0) {
        sha.update(buffer.flip().duplicate());
        while (buffer.hasRemaining()) {
          done += out.write(buffer);
        }
        if (done % REPORT < STEP || done == bytes) {
          progress.copied(done, bytes);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private Path home() {
    return to.resolveSibling(".").normalize();
  }

  /** Only its own: copies of other files run beside this one, under other locks. */
  private void removeLeftovers() throws IOException {
    String own = to.getFileName() + ".";
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(home(), "*.tmp")) {
      for (Path entry : entries) {
        if (entry.getFileName().toString().startsWith(own)) {
          Files.deleteIfExists(entry);
        }
      }
    }
  }
}
