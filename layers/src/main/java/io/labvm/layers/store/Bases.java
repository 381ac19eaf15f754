package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.erofs.ImageSummary;
import io.labvm.layers.source.ImageBuild;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bases of a store. */
public final class Bases {
  /** No import runs that long. */
  static final Duration DEAD_AFTER = Duration.ofHours(24);

  private static final String IMAGE = "image.erofs";
  private static final String DOCUMENT = "base.json";

  /** What labvm-init starts. */
  private static final byte[] SSH_SERVER = "usr/sbin/sshd".getBytes(StandardCharsets.US_ASCII);

  /** Where /usr/sbin is a link to bin. */
  private static final byte[] MERGED_SSH_SERVER =
      "usr/bin/sshd".getBytes(StandardCharsets.US_ASCII);

  private final Store store;

  Bases(Store store) {
    this.store = store;
  }

  /** All bases, by name and number. */
  public List<Base> list() throws IOException {
    List<Base> bases = new ArrayList<>();
    for (BaseId id : ids()) {
      bases.add(get(id));
    }
    return bases;
  }

  List<BaseId> ids() throws IOException {
    List<BaseId> ids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory())) {
      for (Path entry : entries) {
        BaseId.parse(entry.getFileName().toString()).ifPresent(ids::add);
      }
    }
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  /**
   * Makes a base from a source. Nothing is visible before it is whole and durable; a killed import
   * leaves a file under {@code tmp/}. The same content again is answered with the base that has it.
   *
   * @param wanted a bare name, whose next number is taken, or a full id
   */
  public ImportedBase importFrom(String wanted, TreeSource source, ImportProgress progress)
      throws IOException {
    String name = BaseId.parse(wanted).map(BaseId::name).orElse(wanted);
    if (!BaseId.isName(name)) {
      throw new LayerException(LayerError.REFUSED, "not the name of a base: " + wanted);
    }
    int ignored = store.sweepTemporary(DEAD_AFTER);
    Path image = store.temporary("image." + name);
    try {
      ImageSummary summary = ImageBuild.writeDurably(source, image, progress);
      String digest = Digests.sha256(image);
      Base draft =
          new Base(
              next(name),
              digest,
              summary.bytes(),
              summary.entries(),
              hasSshServer(image),
              Instant.now().truncatedTo(ChronoUnit.MILLIS));
      Published published = publish(wanted, image, draft);
      return new ImportedBase(published.base(), published.existing(), summary.omissions());
    } finally {
      Files.deleteIfExists(image);
    }
  }

  private static boolean hasSshServer(Path image) throws IOException {
    try (ErofsImage made = ErofsImage.open(image)) {
      return isProgram(made.resolve(SSH_SERVER)) || isProgram(made.resolve(MERGED_SSH_SERVER));
    }
  }

  private static boolean isProgram(@Nullable ImageInode found) {
    return found != null && found.type() != FileType.DIRECTORY;
  }

  /** Opens the image of a base to list and read it. */
  public ErofsImage open(BaseId id) throws IOException {
    return ErofsImage.open(image(get(id).id()));
  }

  /** The base of a full id, or the newest of a bare name; refused when there is none. */
  public Base resolve(String nameOrId) throws IOException {
    Optional<BaseId> full = BaseId.parse(nameOrId);
    if (full.isPresent()) {
      return get(full.get());
    }
    return ids().stream()
        .filter(id -> id.name().equals(nameOrId))
        .reduce((a, b) -> b)
        .map(this::getUnchecked)
        .orElseThrow(() -> unknown(nameOrId))
        .get();
  }

  /** What is recorded about a base; refused when the store does not have it. */
  public Base get(BaseId id) throws IOException {
    Path file = directory(id).resolve(DOCUMENT);
    if (!Files.exists(file)) {
      throw unknown(id.toString());
    }
    return Base.read(file, id);
  }

  /** The image file of a base. It never changes; never open it for writing. */
  public Path image(BaseId id) {
    return directory(id).resolve(IMAGE);
  }

  /**
   * Publishes a finished image as the next base of its name, or answers the base of that name that
   * already has this digest. The image must be durable; it is moved or removed.
   *
   * @param wanted a full id to use, or a bare name
   */
  Published publish(String wanted, Path image, Base draft) throws IOException {
    Optional<Base> same = withDigest(draft.id().name(), draft.digest());
    Optional<BaseId> fixed = BaseId.parse(wanted);
    if (same.isPresent() && fixed.map(same.get().id()::equals).orElse(true)) {
      Files.deleteIfExists(image);
      return new Published(same.get(), true);
    }
    BaseId id = fixed.orElse(draft.id());
    while (true) {
      Base base = draft.as(id);
      if (publishAs(base, image)) {
        return new Published(base, false);
      }
      if (fixed.isPresent()) {
        throw new LayerException(
            LayerError.REFUSED, "base " + id + " exists already with other content");
      }
      id = new BaseId(id.name(), id.number() + 1);
    }
  }

  private boolean publishAs(Base base, Path image) throws IOException {
    if (Files.exists(directory(base.id()))) {
      return false;
    }
    Path made = store.temporary("base." + base.id());
    Files.createDirectory(made);
    Durable.write(made.resolve(DOCUMENT), base.document());
    Files.move(image, made.resolve(IMAGE));
    Durable.sync(made);
    if (Durable.publishNewDirectory(made, directory(base.id()))) {
      return true;
    }
    Files.move(made.resolve(IMAGE), image);
    Durable.remove(made);
    return false;
  }

  /** The id the store would give the next base of a name. */
  BaseId next(String name) throws IOException {
    int highest = 0;
    for (BaseId id : ids()) {
      highest = id.name().equals(name) ? Math.max(highest, id.number()) : highest;
    }
    return new BaseId(name, highest + 1);
  }

  private Optional<Base> withDigest(String name, String digest) throws IOException {
    for (BaseId id : ids()) {
      if (id.name().equals(name) && get(id).digest().equals(digest)) {
        return Optional.of(get(id));
      }
    }
    return Optional.empty();
  }

  /**
   * What publishing came to.
   *
   * @param existing whether the same content was there before
   */
  record Published(Base base, boolean existing) {}

  private interface Lookup {
    Base get() throws IOException;
  }

  private Lookup getUnchecked(BaseId id) {
    return () -> get(id);
  }

  private Path directory() {
    return store.root().resolve("bases");
  }

  private Path directory(BaseId id) {
    return directory().resolve(id.toString());
  }

  private static LayerException unknown(String what) {
    return new LayerException(LayerError.REFUSED, "no base " + what + " in the store");
  }
}
