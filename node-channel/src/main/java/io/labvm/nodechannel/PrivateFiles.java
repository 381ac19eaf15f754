package io.labvm.nodechannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Files that only their owner may read, each written whole or not at all. */
final class PrivateFiles {
  private static final String FILE_MODE = "rw-------";
  private static final String DIRECTORY_MODE = "rwx------";

  private PrivateFiles() {}

  /** Makes the directory, and takes other users' rights away where it already exists. */
  static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(DIRECTORY_MODE));
  }

  /** Replaces the file; durable when this returns. */
  static void replace(Path file, byte[] content) throws IOException {
    var temporary = temporary(file, content);
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(file);
  }

  /**
   * Writes the file unless it exists; the loser of a race changes nothing.
   *
   * @return whether this call made it
   */
  static boolean create(Path file, byte[] content) throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    var temporary = temporary(file, content);
    try {
      Files.createLink(file, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
      sync(file);
    }
  }

  private static Path temporary(Path file, byte[] content) throws IOException {
    var path = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_MODE));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(path, options, mode)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
      return path;
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static void sync(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    try (var channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
      channel.force(true);
    }
  }
}
