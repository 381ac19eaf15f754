package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What one desktop has on a node: {@code owner}, {@code upper/}, {@code work/}, {@code index/},
 * {@code left-behind/}, {@code images/}.
 */
public final class StateDirectory {
  private final Path root;

  private StateDirectory(Path root) {
    this.root = root;
  }

  /** Names a directory; nothing is made. */
  public static StateDirectory of(Path root) {
    return new StateDirectory(root.toAbsolutePath().normalize());
  }

  public Path root() {
    return root;
  }

  public Path upper() {
    return root.resolve("upper");
  }

  public Path work() {
    return root.resolve("work");
  }

  /** Where capture keeps what was emitted of the upper. */
  public Path index() {
    return root.resolve("index");
  }

  /** Uppers that do not belong to the desktop's line any more, by their ids. */
  public Path leftBehind() {
    return root.resolve("left-behind");
  }

  public Path images() {
    return root.resolve("images");
  }

  /** Whose upper is here; empty when there never was one. */
  public Optional<StateOwner> owner() throws IOException {
    return StateOwner.read(root.resolve("owner"));
  }

  void write(StateOwner owner) throws IOException {
    Path temporary = root.resolve("owner.tmp");
    Files.deleteIfExists(temporary);
    Durable.write(temporary, owner.document());
    Durable.publish(temporary, root.resolve("owner"));
  }

  /**
   * Keeps other processes out of the directory until the channel is closed.
   *
   * @param purpose names the lock; different purposes do not meet
   */
  public FileChannel lock(String purpose) throws IOException {
    Durable.directories(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve(purpose + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this process itself
    }
    channel.close();
    throw LayerException.about(
        LayerError.BUSY, root, "another process works on " + root + " (" + purpose + ")");
  }
}
