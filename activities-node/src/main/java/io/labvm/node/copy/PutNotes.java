package io.labvm.node.copy;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What operations are about to put in place, one file each, so that one whose answer was lost is
 * not done again. Kept for a day, longer than any operation is repeated. Besides, replacements that
 * have begun to remove what was there, until the copy has its name.
 */
final class PutNotes {
  private static final int FORMAT = 1;
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String REPLACEMENT = ".replacing";

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

  /** A copy that is complete and lies under its staging name, while what was there is removed. */
  record Replacement(String operation, DesktopId desktop, FromVersion from) {}

  /** To be noted before anything is removed. */
  void replacing(Replacement replacement) throws IOException {
    FromVersion from = replacement.from();
    Map<String, Object> json = new HashMap<>();
    json.put("format", FORMAT);
    json.put("desktop", replacement.desktop().value());
    json.put("version", from.version());
    json.put("path", requireNonNull(from.path()));
    if (from.left() != null) {
      json.put("left", from.left());
    }
    publish(replacement.operation() + REPLACEMENT, json);
  }

  /** The copy has its name. */
  void replaced(String operation) throws IOException {
    Files.deleteIfExists(directory.resolve(operation + REPLACEMENT));
  }

  boolean isReplacing(String operation) {
    return Files.exists(directory.resolve(operation + REPLACEMENT));
  }

  /** Those that were begun before a moment. */
  List<Replacement> replacements(Instant before) throws IOException {
    List<Replacement> all = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory, "*" + REPLACEMENT)) {
        for (Path note : notes) {
          if (Files.getLastModifiedTime(note).toInstant().isBefore(before)) {
            all.add(replacement(note));
          }
        }
      }
    }
    return all;
  }

  private static Replacement replacement(Path note) throws IOException {
    String name = note.getFileName().toString();
    JsonDocument json = JsonDocument.read(note).requireFormat(FORMAT);
    return new Replacement(
        name.substring(0, name.length() - REPLACEMENT.length()),
        new DesktopId(json.text("desktop")),
        new FromVersion(
            json.number("version"),
            json.text("path"),
            FromVersion.Mode.REPLACE,
            json.optionalText("left").orElse(null)));
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
    publish(
        operation + ".json",
        Map.of(
            "format", FORMAT,
            "device", note.device(),
            "inode", note.inode(),
            "files", note.files(),
            "bytes", note.bytes()));
  }

  private void publish(String name, Map<String, ?> json) throws IOException {
    Durable.directories(directory);
    Path made = directory.resolve(name + ".new");
    Files.deleteIfExists(made);
    Durable.write(made, Json.document(json));
    Durable.publish(made, directory.resolve(name));
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
        if (!note.toString().endsWith(REPLACEMENT)
            && Files.getLastModifiedTime(note).toInstant().isBefore(now.minus(KEPT))) {
          Files.deleteIfExists(note);
        }
      }
    }
  }

  private Path file(String operation) {
    return directory.resolve(operation + ".json");
  }
}
