package io.labvm.layers.durable;

import io.labvm.linux.Dir;
import io.labvm.linux.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps of publishing a file: write, fsync, give it its name, fsync the directory. */
public final class Durable {
  private Durable() {}

  /**
   * Writes a new file and makes its content durable; its name only with {@link #sync}. One that
   * cannot be written whole is not there.
   */
  public static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    } catch (FileSystemException e) {
      throw e; // not made
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw named(file, e);
    }
  }

  /** A failure to write that names what was written: that of a channel says only why. */
  public static IOException named(Path file, IOException e) {
    if (e.getClass() != IOException.class) {
      return e;
    }
    var named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  /** Makes a file's content or a directory's names durable. */
  public static void sync(Path path) throws IOException {
    try (Fd fd = Fd.open(path)) {
      fd.sync();
    }
  }

  /**
   * Publishes a finished file under a name that must be new (link, so two cannot both succeed);
   * false when the name exists, whoever made it. The temporary name goes in either case.
   */
  public static boolean publishNew(Path temporary, Path target) throws IOException {
    boolean created = link(temporary, target);
    FaultPoint.reach("publish.link.after");
    Files.deleteIfExists(temporary);
    sync(parent(target));
    return created;
  }

  private static boolean link(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Publishes a finished file or overwrites the one of that name, at once. */
  public static void publish(Path temporary, Path target) throws IOException {
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(target));
  }

  /**
   * Publishes a finished, non-empty directory under a name that must be new; false when a directory
   * of that name exists. Directories that are published this way are never empty, so the kernel
   * itself refuses to replace one.
   */
  public static boolean publishNewDirectory(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return false;
    } catch (FileSystemException e) {
      if (Files.isDirectory(target) && Files.isDirectory(temporary)) {
        return false; // ENOTEMPTY, which the JDK reports as a plain FileSystemException
      }
      throw e;
    }
    sync(parent(target));
    return true;
  }

  /** Makes a directory and its missing parents durable; existing ones are left alone. */
  public static void directories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    directories(parent(directory));
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    sync(parent(directory));
  }

  /**
   * Removes a file or tree of any depth; what vanishes meanwhile is fine. No link is followed, and
   * no other file system mounted inside is entered: then this fails with EBUSY.
   */
  public static void remove(Path tree) throws IOException {
    TreeRemoval.of(tree);
  }

  /** The same for an entry right below an open directory. */
  public static void remove(Dir directory, byte[] entry) throws IOException {
    TreeRemoval.of(Dir.open(directory.fd().path()), entry);
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(path + " has no parent");
    }
    return parent;
  }
}
