package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The root directory of a store. Everything in it is made under {@code tmp/} with a unique name and
 * published by link or rename; {@code trash/} holds what was removed.
 *
 * @see <a href="file:docs/storage-format.md">docs/storage-format.md</a>
 */
public final class Store {
  private static final String MAGIC = "labvm-store";
  private static final int FORMAT = 1;

  private final Path root;
  private final InstantSource clock;

  private Store(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /** Opens a store, making the directory one when it is empty or absent. Idempotent. */
  public static Store create(Path root) throws IOException {
    Path directory = root.toAbsolutePath().normalize();
    Durable.directories(directory);
    Store store = new Store(directory, InstantSource.system());
    if (!Files.exists(store.formatFile())) {
      store.refuseForeignFiles();
      for (String name : new String[] {"tmp", "bases", "desktops", "layers", "data", "trash"}) {
        Durable.directories(directory.resolve(name));
      }
      Path temporary = store.temporary("format");
      Durable.write(temporary, (MAGIC + " " + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
      boolean ignored = Durable.publishNew(temporary, store.formatFile());
    }
    return open(directory);
  }

  /** Opens an existing store; a newer format or an absent store is refused. */
  public static Store open(Path root) throws IOException {
    return open(root, InstantSource.system());
  }

  /** {@link #open(Path)} for a test in which time passes. */
  static Store open(Path root, InstantSource clock) throws IOException {
    Store store = new Store(root.toAbsolutePath().normalize(), clock);
    String[] words = store.formatLine().split(" ", -1);
    if (words.length != 2 || !words[0].equals(MAGIC) || !words[1].matches("[1-9][0-9]{0,5}")) {
      throw LayerException.damaged(store.formatFile(), 0, "not the format line of a store");
    }
    if (Integer.parseInt(words[1]) > FORMAT) {
      throw new LayerException(
          LayerError.UNSUPPORTED,
          root + " is a store of format " + words[1] + ", this version knows " + FORMAT);
    }
    return store;
  }

  private String formatLine() throws IOException {
    try {
      if (Files.size(formatFile()) > 64) {
        return "";
      }
      return Files.readString(formatFile(), StandardCharsets.ISO_8859_1).stripTrailing();
    } catch (NoSuchFileException e) {
      throw new LayerException(LayerError.STORE_UNAVAILABLE, root + " is not a store", e);
    }
  }

  private void refuseForeignFiles() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        // A creation that was killed left only these; FORMAT is there when another one, begun at
        // the same time, came first.
        if (!name.matches("tmp|bases|desktops|layers|data|trash|FORMAT")) {
          throw LayerException.about(
              LayerError.REFUSED, root, root + " is neither a store nor empty: it holds " + name);
        }
      }
    }
  }

  public Path root() {
    return root;
  }

  public Bases bases() {
    return new Bases(this);
  }

  public DesktopStore desktops() {
    return new DesktopStore(this);
  }

  public LayerPool layers() {
    return new LayerPool(this);
  }

  /** The versions of a desktop; that there is one shows with the first use. */
  public Versions versions(DesktopKey desktop) {
    return new Versions(this, desktop, desktops().directory(desktop).resolve("versions"));
  }

  /** Big contents that segments and images refer to. */
  public DataPool dataPool() {
    return new DataPool(this);
  }

  /** Where big contents lie that images refer to. */
  public DataFiles data() {
    return DataFiles.in(root.resolve("data"));
  }

  /** The merged view of any stack, read from the store; the caller closes it. */
  public StackView view(Stack stack) throws IOException {
    return Stacks.open(this, stack);
  }

  /** The stacks of a desktop's versions. */
  public Stacks stacks(DesktopKey desktop) {
    return new Stacks(this, desktop);
  }

  /** Who mounts a desktop next, with which upper. */
  public Starts starts(DesktopKey desktop) {
    return new Starts(this, desktop);
  }

  /** Going back, forking and removing versions of a desktop. */
  public Lines lines(DesktopKey desktop) {
    return new Lines(this, desktop);
  }

  /** Making versions of what was shipped. */
  public Seals seals() {
    return new Seals(this);
  }

  /** Making equivalents of a desktop's layers. */
  public Folds folds(DesktopKey desktop) {
    return new Folds(this, desktop);
  }

  /** Removing a desktop's versions by rules, and layers that none lists. */
  public Prune prune(DesktopKey desktop) {
    return new Prune(this, desktop);
  }

  Path trash() {
    return root.resolve("trash");
  }

  /** Now, for what waits in the store. */
  Instant now() {
    return clock.instant();
  }

  /** Whether the store answers at all. */
  boolean isThere() {
    return Files.exists(formatFile());
  }

  /** A new unique name under {@code tmp/}; the kind says what died there if it stays. */
  Path temporary(String kind) {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return root.resolve("tmp").resolve(kind + "." + HexFormat.of().formatHex(random));
  }

  /**
   * Removes what dead operations left under {@code tmp/}, by age alone: nothing younger than {@code
   * age} is touched.
   */
  public int sweepTemporary(Duration age) throws IOException {
    int removed = 0;
    Instant limit = now().minus(age);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve("tmp"))) {
      for (Path entry : entries) {
        if (isOlder(entry, limit)) {
          FaultPoint.reach("prune.temporary.before");
          Durable.remove(entry);
          FaultPoint.reach("prune.temporary.after");
          removed++;
        }
      }
    }
    return removed;
  }

  private static boolean isOlder(Path entry, Instant limit) throws IOException {
    try {
      return Files.getLastModifiedTime(entry).toInstant().isBefore(limit);
    } catch (NoSuchFileException e) {
      return false; // its maker finished, or another sweep was here
    }
  }

  private Path formatFile() {
    return root.resolve("FORMAT");
  }
}
