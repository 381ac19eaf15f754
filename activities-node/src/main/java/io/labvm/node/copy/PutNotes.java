package io.labvm.node.copy;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.linux.Stat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What operations are about to put in place, one file each, so that one whose answer was lost is
 * not done again. Kept for a day, longer than any operation is repeated.
 */
final class PutNotes {
  private static final int FORMAT = 1;
  private static final Duration KEPT = Duration.ofDays(1);

  private final Path directory;

  PutNotes(Path directory) {
    this.directory = directory;
  }

  /**
   * A copy that is complete and lies under its staging name, or already in its place.
   *
   * @param inode by which it is known there
   */
  record Note(long device, long inode, long files, long bytes) {
    boolean isOf(Stat stat) {
      return device == stat.device() && inode == stat.inode();
    }
  }

  Optional<Note> find(String operation) throws IOException {
    try {
      JsonDocument json = JsonDocument.read(file(operation)).requireFormat(FORMAT);
      return Optional.of(
          new Note(
              json.number("device"),
              json.number("inode"),
              json.number("files"),
              json.number("bytes")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(String operation, Note note) throws IOException {
    Durable.directories(directory);
    Path made = directory.resolve(operation + ".new");
    Files.deleteIfExists(made);
    Durable.write(
        made,
        Json.document(
            Map.of(
                "format", FORMAT,
                "device", note.device(),
                "inode", note.inode(),
                "files", note.files(),
                "bytes", note.bytes())));
    Durable.publish(made, file(operation));
  }

  void forget(String operation) throws IOException {
    Files.deleteIfExists(file(operation));
  }

  void sweep(Instant now) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory)) {
      for (Path note : notes) {
        if (Files.getLastModifiedTime(note).toInstant().isBefore(now.minus(KEPT))) {
          Files.deleteIfExists(note);
        }
      }
    }
  }

  private Path file(String operation) {
    return directory.resolve(operation + ".json");
  }
}
