package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of one desktop. A number is given once, by link(2), and never again. */
public final class Versions {
  private static final Pattern FILE = Pattern.compile("(0|[1-9][0-9]{0,8})\\.json");

  private final Store store;
  private final DesktopKey desktop;
  private final Path directory;
  private final MarkFiles marks;

  Versions(Store store, DesktopKey desktop, Path directory) {
    this.store = store;
    this.desktop = desktop;
    this.directory = directory;
    this.marks = new MarkFiles(store, directory);
  }

  /** Highest first. Refused when there is no such desktop. */
  public List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher m = FILE.matcher(entry.getFileName().toString());
        if (m.matches()) {
          numbers.add(Integer.valueOf(m.group(1)));
        }
      }
    } catch (NoSuchFileException e) {
      throw store.desktops().unknown(desktop);
    }
    numbers.sort(Comparator.reverseOrder());
    return numbers;
  }

  /** The same; none when the desktop was removed meanwhile. */
  List<Integer> numbersLeft() throws IOException {
    return Files.isDirectory(directory) ? numbers() : List.of();
  }

  /** A version; refused when there is none of that number. */
  public Version get(int number) throws IOException {
    try {
      return VersionDocument.read(file(number), number);
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(directory)) {
        throw store.desktops().unknown(desktop);
      }
      throw LayerException.about(
          LayerError.REFUSED, file(number), "no version " + number + " of desktop " + desktop);
    }
  }

  /** The version of the highest number. */
  public Version newest() throws IOException {
    List<Integer> numbers = numbers();
    if (numbers.isEmpty()) {
      throw LayerException.damaged(directory, 0, "desktop " + desktop + " has no version");
    }
    return get(numbers.getFirst());
  }

  /** All versions, newest first; a damaged document is an exception. */
  public List<Version> list() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int number : numbers()) {
      versions.add(get(number));
    }
    return versions;
  }

  /** The version an operation made, if it did; damaged documents are passed over. */
  public Optional<Version> madeBy(OperationKey operation) throws IOException {
    for (int number : numbers()) {
      try {
        Version version = get(number);
        if (version.operation().equals(operation)) {
          return Optional.of(version);
        }
      } catch (LayerException e) {
        if (e.error() != LayerError.DAMAGED && e.error() != LayerError.REFUSED) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  /** Publishes a version; false when its number is taken, by whomever. */
  boolean publish(Version version) throws IOException {
    Path temporary = store.temporary("version." + desktop);
    Durable.write(temporary, VersionDocument.of(version));
    FaultPoint.reach("version.write.after");
    return Durable.publishNew(temporary, file(version.number()));
  }

  /** What was noted about a version. */
  public Marks marks(int number) throws IOException {
    return marks.read(number);
  }

  /** The layers a version is made of now, bottom to top: its own, or an equivalent list. */
  public List<Digest> layers(Version version) throws IOException {
    return marks.stack(version.number()).orElse(version.layers());
  }

  /** Keeps a version whatever the retention rules say. Idempotent. */
  public void pin(int number, OperationKey operation) throws IOException {
    Version version = get(number);
    if (!marks.read(version.number()).pinned()) {
      marks.pin(version.number(), operation);
    }
  }

  /** Leaves a version to the retention rules again. Idempotent. */
  public void unpin(int number) throws IOException {
    marks.unpin(get(number).number());
  }

  /** What a person calls a version; empty for nothing. */
  public String label(Version version) throws IOException {
    return marks.label(version.number()).orElse(version.label());
  }

  /**
   * Names a version anew. Idempotent.
   *
   * @param label at most {@value Version#MAX_LABEL} characters; empty takes the name away
   */
  public void label(int number, String label, OperationKey operation) throws IOException {
    if (label.length() > Version.MAX_LABEL) {
      throw new LayerException(LayerError.REFUSED, "a label of " + label.length() + " characters");
    }
    Version version = get(number);
    if (!label(version).equals(label)) {
      marks.label(number, label, operation);
    }
  }

  /** What somebody who opened one found; the next verification looks again. */
  public void noteDamage(int number, String found) throws IOException {
    marks.verified(number, new Marks.Verified(Instant.now(), false, List.of(found)));
  }

  void noteVerified(int number, Marks.Verified verified) throws IOException {
    marks.verified(number, verified);
  }

  void noteStack(int number, List<Digest> layers, OperationKey operation) throws IOException {
    marks.stack(number, layers, operation);
  }

  /**
   * Whether nothing can be made of the newest one: verification found damage, or it is unreadable.
   */
  public boolean isNewestDamaged() throws IOException {
    int newest = numbers().getFirst();
    try {
      return marks(get(newest).number()).isDamaged();
    } catch (LayerException e) {
      if (e.error() == LayerError.DAMAGED) {
        return true;
      }
      throw e;
    }
  }

  /** Refuses what verification found damaged. */
  public void requireSound(int number) throws IOException {
    Optional<Marks.Verified> found = marks.read(number).verification();
    if (found.isPresent() && !found.get().damaged().isEmpty()) {
      throw new LayerException(
          LayerError.DAMAGED,
          "version %d was found damaged: %s; once that is repaired, verify --read-data clears it"
              .formatted(number, found.get().damaged().getFirst()));
    }
  }

  /** Moves a version to the trash; its layers stay. False when it is not there (any more). */
  boolean moveToTrash(int number, OperationKey operation) throws IOException {
    String name =
        "version.%s.%d.%s.%d".formatted(desktop, number, operation, store.now().getEpochSecond());
    try {
      Durable.publish(file(number), store.trash().resolve(name));
    } catch (NoSuchFileException e) {
      return false;
    }
    FaultPoint.reach("version.trash.after");
    forget(number);
    return true;
  }

  /** Removes what was noted about a version that is gone. Not before: its stack is noted, too. */
  void forget(int number) throws IOException {
    marks.remove(number);
    Durable.sync(directory);
  }

  /** Removes notes that outlived their versions, whose removal was interrupted. */
  void sweepMarks() throws IOException {
    for (int number : marks.numbers()) {
      if (!Files.exists(file(number))) {
        forget(number);
      }
    }
  }

  /** Whether an operation moved a version to the trash, as far as the trash still knows. */
  boolean isInTrash(int number, OperationKey operation) throws IOException {
    String names = "version.%s.%d.%s.*".formatted(desktop, number, operation);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(store.trash(), names)) {
      return entries.iterator().hasNext();
    }
  }

  Path file(int number) {
    return directory.resolve(number + ".json");
  }
}
