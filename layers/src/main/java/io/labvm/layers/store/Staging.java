package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unsealed segments of one upper, {@code staging/<upper-id>/seg-<k>}. A segment appears whole
 * and durable, or not at all. Who may publish is decided by the caller, who holds the epoch.
 */
public final class Staging {
  private static final Pattern NAME = Pattern.compile("seg-([1-9][0-9]{0,17})");

  private final Store store;
  private final Path desktop;
  private final Path directory;

  Staging(Store store, Path desktop, String upperId) {
    if (!DesktopKey.FORM.matcher(upperId).matches()) {
      throw new IllegalArgumentException("upper " + upperId);
    }
    this.store = store;
    this.desktop = desktop;
    this.directory = desktop.resolve("staging").resolve(upperId);
  }

  /** Where a segment is or would be. */
  public Path segment(long number) {
    return directory.resolve(name(number));
  }

  public boolean has(long number) {
    return Files.exists(segment(number));
  }

  private static String name(long number) {
    return "seg-" + number;
  }

  /** The file of the segment behind another one, whether or not it is there. */
  static Path next(Path segment) {
    Matcher m = NAME.matcher(segment.getFileName().toString());
    if (!m.matches()) {
      throw new IllegalArgumentException("not a segment: " + segment);
    }
    return segment.resolveSibling(name(Long.parseLong(m.group(1)) + 1));
  }

  /** Numbers of the segments that are here, ascending; empty when none was ever published. */
  public List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher m = NAME.matcher(entry.getFileName().toString());
        if (m.matches()) {
          numbers.add(Long.valueOf(m.group(1)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    numbers.sort(null);
    return numbers;
  }

  /**
   * Publishes a finished segment: copied under {@code tmp/}, made durable, renamed; one of that
   * number that is here already is replaced. Idempotent.
   *
   * @param made a local file, which stays
   */
  public void publish(long number, Path made) throws IOException {
    requireDesktop();
    Durable.directories(directory);
    Path temporary = store.temporary("segment." + directory.getFileName());
    try {
      copy(made, temporary);
      Durable.publish(temporary, segment(number));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void requireDesktop() throws LayerException {
    if (!Files.exists(desktop.resolve("desktop.json"))) {
      throw LayerException.about(
          LayerError.STORE_UNAVAILABLE, desktop, "the store has no desktop at " + desktop);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
      out.force(true);
    } catch (IOException e) {
      throw Durable.named(to, e);
    }
  }

  /** Removes segments that count no more, in the order given. */
  public void remove(List<Long> numbers) throws IOException {
    for (long number : numbers) {
      Files.deleteIfExists(segment(number));
    }
    if (!numbers.isEmpty()) {
      Durable.sync(directory);
    }
  }
}
