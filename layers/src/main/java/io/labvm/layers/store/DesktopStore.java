package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.segment.Consistency;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The desktops of a store: what each stands on and who may run it. Every method may be repeated
 * with its operation key, also after its answer was lost or its process killed.
 */
public final class DesktopStore {
  private static final int FORMAT = 1;

  /** How many of the newest epochs are searched for one's own operation. */
  static final int EPOCHS_SEARCHED = 256;

  private final Store store;

  DesktopStore(Store store) {
    this.store = store;
  }

  /**
   * Makes a desktop whose version 0 is the bare base. Repeated with the same operation: nothing; an
   * existing desktop of another operation is refused.
   */
  public void create(DesktopKey desktop, BaseId base, OperationKey operation) throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    create(
        desktop,
        new Version(
            0,
            base,
            List.of(),
            Optional.empty(),
            Consistency.STOPPED,
            now,
            "base",
            "",
            operation,
            now,
            LeftOut.NOTHING));
  }

  /** Makes a desktop with this version 0, under the same rules. */
  void create(DesktopKey desktop, Version first) throws IOException {
    Path target = directory(desktop);
    if (!Files.exists(target)) {
      Path made = store.temporary("desktop." + desktop);
      try {
        fill(made, desktop, first);
        FaultPoint.reach("desktop.write.after");
        boolean ignored = Durable.publishNewDirectory(made, target);
      } finally {
        Durable.remove(made); // not there any more, unless it failed or another one was first
      }
    }
    if (!isMadeBy(desktop, first.operation())) {
      throw LayerException.about(
          LayerError.REFUSED, target, "desktop " + desktop + " exists already");
    }
  }

  /** Whether a desktop is there that this operation made. */
  boolean isMadeBy(DesktopKey desktop, OperationKey operation) throws IOException {
    Path file = directory(desktop).resolve("desktop.json");
    try {
      JsonDocument json = JsonDocument.read(file).requireFormat(FORMAT);
      return json.text("operation").equals(operation.value());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void fill(Path made, DesktopKey desktop, Version first) throws IOException {
    for (String name : List.of("versions", "epochs", "staging", "equals")) {
      Files.createDirectories(made.resolve(name));
    }
    String now = first.created().toString();
    Durable.write(made.resolve("desktop.json"), desktopJson(desktop, first, now));
    Durable.write(made.resolve("versions/0.json"), VersionDocument.of(first));
    Durable.sync(made.resolve("versions"));
    Durable.sync(made);
  }

  private static byte[] desktopJson(DesktopKey desktop, Version first, String now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("desktop", desktop.value());
    json.put("base", first.base().toString());
    json.put("operation", first.operation().value());
    json.put("created", now);
    json.put("bare", first.layers().isEmpty());
    return Json.document(json);
  }

  /** The base a desktop stands on; refused when there is no such desktop. */
  public BaseId base(DesktopKey desktop) throws IOException {
    Path file = directory(desktop).resolve("desktop.json");
    try {
      String id = JsonDocument.read(file).requireFormat(FORMAT).text("base");
      return BaseId.parse(id)
          .orElseThrow(() -> LayerException.damaged(file, 0, "not a base: " + id));
    } catch (NoSuchFileException e) {
      throw unknown(desktop);
    }
  }

  /** Whether a desktop began with its base alone, not with the layers of another one. */
  public boolean isBareAtFirst(DesktopKey desktop) throws IOException {
    return JsonDocument.read(directory(desktop).resolve("desktop.json")).flag("bare");
  }

  public boolean exists(DesktopKey desktop) {
    return Files.exists(directory(desktop).resolve("desktop.json"));
  }

  /** {@link #takeEpoch(DesktopKey, Holder, OperationKey, long)} above nothing. */
  public long takeEpoch(DesktopKey desktop, Holder holder, OperationKey operation)
      throws IOException {
    return takeEpoch(desktop, holder, operation, 0);
  }

  /**
   * Takes the next epoch. The same operation gets the number it took before, even when others took
   * later ones since: compare with {@link #currentEpoch}. Two operations never get one number.
   *
   * @param above the number taken is greater than this one; 0 or more
   */
  public long takeEpoch(DesktopKey desktop, Holder holder, OperationKey operation, long above)
      throws IOException {
    return takeEpoch(desktop, holder, operation, above, 0);
  }

  /**
   * {@link #takeEpoch(DesktopKey, Holder, OperationKey, long)} for an upper that stands on a
   * version.
   */
  public long takeEpoch(
      DesktopKey desktop, Holder holder, OperationKey operation, long above, int version)
      throws IOException {
    Optional<Epoch> taken = epochBy(desktop, operation);
    if (taken.isPresent()) {
      return taken.get().number();
    }
    List<Long> numbers = epochNumbers(desktop);
    long next = Math.max(above, numbers.isEmpty() ? 0 : numbers.getFirst()) + 1;
    while (!publishEpoch(desktop, new Epoch(next, holder, operation, version))) {
      if (readEpoch(desktop, next).operation().equals(operation)) {
        return next;
      }
      next++;
    }
    return next;
  }

  private boolean publishEpoch(DesktopKey desktop, Epoch epoch) throws IOException {
    Path temporary = store.temporary("epoch." + desktop);
    Durable.write(temporary, epoch.document());
    return Durable.publishNew(temporary, epochFile(desktop, epoch.number()));
  }

  /** The highest epoch; empty when the desktop never ran. */
  public Optional<Epoch> currentEpoch(DesktopKey desktop) throws IOException {
    List<Long> numbers = epochNumbers(desktop);
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(readEpoch(desktop, numbers.getFirst()));
  }

  /** The epoch an operation took; empty when none of the newest ones is its. */
  public Optional<Epoch> epochBy(DesktopKey desktop, OperationKey operation) throws IOException {
    return newestEpoch(desktop, epoch -> epoch.operation().equals(operation));
  }

  /** The newest epoch that names an upper; empty when none of the newest ones does. */
  public Optional<Epoch> epochOf(DesktopKey desktop, String upperId) throws IOException {
    return newestEpoch(desktop, epoch -> epoch.holder().upperId().equals(upperId));
  }

  private Optional<Epoch> newestEpoch(DesktopKey desktop, Predicate<Epoch> wanted)
      throws IOException {
    List<Long> numbers = epochNumbers(desktop);
    for (long number : numbers.subList(0, Math.min(numbers.size(), EPOCHS_SEARCHED))) {
      Epoch epoch = readEpoch(desktop, number);
      if (wanted.test(epoch)) {
        return Optional.of(epoch);
      }
    }
    return Optional.empty();
  }

  /** Whether a newer epoch than this one exists: one stat, as fencing asks it every 2 s. */
  public boolean isSuperseded(DesktopKey desktop, long epoch) {
    return Files.exists(epochFile(desktop, epoch + 1));
  }

  /**
   * Refuses to go on for somebody who does not hold the highest epoch: stale-epoch when another
   * took a newer one, store-unavailable when the store does not show even one's own. Two looks.
   */
  public void requireEpoch(DesktopKey desktop, long epoch) throws LayerException {
    if (isSuperseded(desktop, epoch)) {
      throw LayerException.about(
          LayerError.STALE_EPOCH,
          epochFile(desktop, epoch + 1),
          "epoch "
              + epoch
              + " of desktop "
              + desktop
              + " is over, another holder took a newer one");
    }
    if (!Files.exists(epochFile(desktop, epoch))) {
      throw LayerException.about(
          LayerError.STORE_UNAVAILABLE,
          epochFile(desktop, epoch),
          "the store does not show epoch " + epoch + " of desktop " + desktop);
    }
  }

  /** The unsealed segments of one of a desktop's uppers. */
  public Staging staging(DesktopKey desktop, String upperId) {
    return new Staging(store, directory(desktop), upperId);
  }

  /**
   * Moves a desktop to the trash, from where it is removed later. False when it is not there (any
   * more); that is also the answer to a repetition.
   */
  public boolean moveToTrash(DesktopKey desktop, OperationKey operation) throws IOException {
    Path from = directory(desktop);
    if (!Files.exists(from)) {
      return false;
    }
    String name = "desktop." + desktop + "." + operation + "." + Instant.now().getEpochSecond();
    try {
      Durable.publish(from, store.root().resolve("trash").resolve(name));
    } catch (NoSuchFileException e) {
      return false;
    }
    Durable.sync(store.root().resolve("desktops"));
    return true;
  }

  /** All desktops of the store, sorted. */
  public List<DesktopKey> list() throws IOException {
    List<DesktopKey> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(store.root().resolve("desktops"))) {
      for (Path entry : entries) {
        if (DesktopKey.FORM.matcher(entry.getFileName().toString()).matches()) {
          found.add(new DesktopKey(entry.getFileName().toString()));
        }
      }
    }
    found.sort(Comparator.comparing(DesktopKey::value));
    return found;
  }

  /** Reads every epoch; the first one that is damaged is the exception. */
  void checkEpochs(DesktopKey desktop) throws IOException {
    for (long number : epochNumbers(desktop)) {
      var ignored = readEpoch(desktop, number);
    }
  }

  /** The files of all staged segments of all uppers. */
  List<Path> stagedSegments(DesktopKey desktop) throws IOException {
    List<Path> files = new ArrayList<>();
    Path directory = directory(desktop).resolve("staging");
    try (DirectoryStream<Path> uppers = Files.newDirectoryStream(directory)) {
      for (Path upper : uppers) {
        String id = upper.getFileName().toString();
        if (DesktopKey.FORM.matcher(id).matches()) {
          Staging staging = staging(desktop, id);
          staging.numbers().forEach(number -> files.add(staging.segment(number)));
        }
      }
    } catch (NoSuchFileException e) {
      return files;
    }
    return files;
  }

  /** Highest first. */
  List<Long> epochNumbers(DesktopKey desktop) throws IOException {
    List<Long> numbers = new ArrayList<>();
    Path directory = directory(desktop).resolve("epochs");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches("[1-9][0-9]{0,17}")) {
          numbers.add(Long.valueOf(name));
        }
      }
    } catch (NoSuchFileException e) {
      throw unknown(desktop);
    }
    numbers.sort(Comparator.reverseOrder());
    return numbers;
  }

  Epoch readEpoch(DesktopKey desktop, long number) throws IOException {
    return Epoch.read(epochFile(desktop, number), number);
  }

  Path epochFile(DesktopKey desktop, long number) {
    return directory(desktop).resolve("epochs").resolve(Long.toString(number));
  }

  Path directory(DesktopKey desktop) {
    return store.root().resolve("desktops").resolve(desktop.value());
  }

  /** Refused; of a store that is away, as an empty mount point, store-unavailable. */
  LayerException unknown(DesktopKey desktop) {
    if (!store.isThere()) {
      return LayerException.about(
          LayerError.STORE_UNAVAILABLE, store.root(), store.root() + " is not a store");
    }
    return LayerException.about(
        LayerError.REFUSED, directory(desktop), "no desktop " + desktop + " in the store");
  }
}
