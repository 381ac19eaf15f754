package io.labvm.node.root;

import io.labvm.layers.durable.Durable;
import io.labvm.node.process.Commands;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where discarded uppers go: a rename decides, the space comes back in the background. What a kill
 * leaves is removed at the next start.
 */
final class Trash {
  private static final Logger log = LoggerFactory.getLogger(Trash.class);

  private final Path directory;
  private final Commands commands;
  private final Executor background;

  Trash(Path directory, Commands commands, Executor background) {
    this.directory = directory;
    this.commands = commands;
    this.background = background;
  }

  /** Takes a directory out of its place; nothing when it is not there. */
  void take(Path tree, String name) throws IOException {
    Durable.directories(directory);
    try {
      Durable.publish(tree, directory.resolve(name + "." + UUID.randomUUID()));
    } catch (NoSuchFileException e) {
      return;
    }
    Durable.sync(tree.resolveSibling("."));
  }

  /** Removes all that lies here, some time from now. */
  void empty() {
    background.execute(
        () -> {
          try {
            removeAll();
          } catch (IOException e) {
            log.warn("Discarded files stay until the next start: {}", e.getMessage());
          }
        });
  }

  /**
   * By rm(1): names may be any bytes and trees deeper than a path may be long. Members set them.
   */
  private void removeAll() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        commands.call("rm", "-rf", "--one-file-system", "--", entry.toString());
      }
    }
  }
}
