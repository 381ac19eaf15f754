package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.layer.LayerVerify;
import io.labvm.layers.layer.LayerVerify.Depth;
import io.labvm.layers.segment.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a store holds and says what is damaged. It goes on behind damage, notes beside each
 * version whether it is sound, and changes nothing else.
 */
public final class Verify {
  private final Store store;
  private final DataShare share;
  private final List<String> damaged = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();
  private final Map<BaseId, Finding> badBases = new HashMap<>();
  private final Map<Digest, Finding> badLayers = new HashMap<>();
  private final Map<Digest, Optional<Finding>> dataFiles = new HashMap<>();
  private long checked;

  private Verify(Store store, DataShare share) {
    this.store = store;
    this.share = share;
  }

  /** The whole store, or one desktop with what it stands on. */
  public static Verification of(Store store, Optional<DesktopKey> desktop, DataShare share)
      throws IOException {
    Verify verify = new Verify(store, share);
    List<DesktopKey> desktops =
        desktop.isPresent() ? List.of(desktop.get()) : store.desktops().list();
    if (desktop.isPresent()) {
      var ignored = store.versions(desktop.get()).numbers(); // says when there is no such desktop
    }
    Map<DesktopKey, List<Version>> versions = new HashMap<>();
    for (DesktopKey key : desktops) {
      versions.put(key, verify.documents(key));
    }
    verify.bases(desktop.isPresent() ? basesOf(versions) : new HashSet<>(store.bases().ids()));
    Set<Digest> layers = verify.layersOf(versions);
    if (desktop.isEmpty()) {
      layers.addAll(store.layers().ids());
    }
    verify.layers(layers);
    for (DesktopKey key : desktops) {
      verify.versions(key, versions.getOrDefault(key, List.of()));
      verify.staging(key);
    }
    return new Verification(verify.checked, verify.damaged, verify.unsupported);
  }

  private static Set<BaseId> basesOf(Map<DesktopKey, List<Version>> versions) {
    Set<BaseId> bases = new HashSet<>();
    versions.values().forEach(list -> list.forEach(v -> bases.add(v.base())));
    return bases;
  }

  /** Those they are made of now, and may be mounted with: what a fold replaced may be gone. */
  private Set<Digest> layersOf(Map<DesktopKey, List<Version>> versions) {
    Set<Digest> layers = new HashSet<>();
    for (var entry : versions.entrySet()) {
      for (Version version : entry.getValue()) {
        checking(() -> layers.addAll(store.versions(entry.getKey()).layers(version)));
      }
      checking(() -> layers.addAll(folds(entry.getKey())));
    }
    return layers;
  }

  /** A fold that is gone is no damage: it only made stacks shorter. */
  private List<Digest> folds(DesktopKey desktop) throws IOException {
    return new Equivalents(store, desktop)
        .list().stream().map(Equivalents.Equivalent::layer).filter(store.layers()::exists).toList();
  }

  private interface Check {
    void run() throws IOException;
  }

  /**
   * Something that cannot be read.
   *
   * @param damage false when a newer release wrote it, which is no reason to repair anything
   */
  private record Finding(String text, boolean damage) {
    static Optional<Finding> damage(String text) {
      return Optional.of(new Finding(text, true));
    }
  }

  private void report(Finding finding) {
    (finding.damage ? damaged : unsupported).add(finding.text);
  }

  /**
   * What was found, if anything. A store that is away is no damage, and ends it all.
   *
   * @param what is read: not every failure of the kernel names its file
   */
  private Optional<Finding> finding(Object what, Check check) throws IOException {
    try {
      check.run();
      return Optional.empty();
    } catch (LayerException e) {
      if (e.error() == LayerError.STORE_UNAVAILABLE) {
        throw e;
      }
      boolean damage = e.error() != LayerError.UNSUPPORTED;
      return Optional.of(new Finding(String.valueOf(e.getMessage()), damage));
    } catch (NoSuchFileException e) {
      return Finding.damage(e.getMessage() + " is missing");
    } catch (IOException e) {
      if (!store.isThere()) {
        throw e;
      }
      return Finding.damage(what + ": " + e.getMessage());
    }
  }

  private void checking(Check check) {
    try {
      finding("a document", check).ifPresent(this::report);
    } catch (IOException e) {
      damaged.add(String.valueOf(e.getMessage()));
    }
  }

  /** Reads every document of a desktop; answers the readable versions. */
  private List<Version> documents(DesktopKey desktop) throws IOException {
    List<Version> readable = new ArrayList<>();
    int before = damaged.size();
    int beforeUnsupported = unsupported.size();
    checked++;
    checking(() -> store.desktops().base(desktop));
    checking(() -> store.desktops().checkEpochs(desktop));
    Versions versions = store.versions(desktop);
    for (int number : versions.numbersLeft()) {
      checked++;
      checking(() -> readable.addAll(left(versions, number)));
    }
    if (Files.notExists(store.desktops().directory(desktop))) {
      damaged.subList(before, damaged.size()).clear(); // removed meanwhile
      unsupported.subList(beforeUnsupported, unsupported.size()).clear();
    }
    return readable;
  }

  private static List<Version> left(Versions versions, int number) throws IOException {
    try {
      return List.of(versions.get(number));
    } catch (LayerException e) {
      if (e.error() != LayerError.REFUSED) {
        throw e;
      }
      return List.of(); // removed meanwhile
    }
  }

  private void bases(Set<BaseId> ids) throws IOException {
    for (BaseId id : ids.stream().sorted().toList()) {
      checked++;
      boolean data = share.takes(id.toString());
      Optional<Finding> found =
          finding("its files", () -> Verification.check(store.bases(), id, data));
      if (found.isPresent()) {
        Finding named = new Finding(id + ": " + found.get().text, found.get().damage);
        badBases.put(id, named);
        report(named);
      }
    }
  }

  private void layers(Set<Digest> ids) throws IOException {
    for (Digest id : ids) {
      checked++;
      Optional<Finding> found = finding("layer " + id, () -> layer(id));
      if (found.isPresent() && isNeeded(id)) {
        badLayers.put(id, found.get());
        report(found.get());
      }
    }
  }

  /** A prune may have taken it away since the lists were read. */
  private boolean isNeeded(Digest layer) throws IOException {
    if (store.layers().exists(layer)) {
      return true;
    }
    Listed now = Listed.of(store);
    return !now.unreadable().isEmpty() || now.layers().contains(layer);
  }

  /** A data file is read once, whoever refers to it. */
  private void dataFile(Digest id) throws IOException {
    if (!share.takes(id.toString())) {
      if (!store.dataPool().exists(id)) {
        throw store.dataPool().missing(id);
      }
      return;
    }
    Optional<Finding> before = dataFiles.get(id);
    if (before == null) {
      before = finding("data file " + id, () -> store.dataPool().check(id));
      dataFiles.put(id, before);
      checked++;
    }
    if (before.isPresent()) {
      throw LayerException.about(LayerError.DAMAGED, store.dataPool().file(id), before.get().text);
    }
  }

  private void layer(Digest id) throws IOException {
    LayerDocument document = store.layers().get(id);
    for (Digest dataFile : document.summary().data()) {
      dataFile(dataFile);
    }
    Path directory = store.layers().directory(id);
    boolean data = share.takes(id.toString());
    Depth depth = data ? Depth.REFERENCED_DATA : Depth.STRUCTURE;
    long names = LayerVerify.run(directory, id, depth, store.data());
    if (names != document.summary().entries()) {
      throw LayerException.damaged(
          directory.resolve(LayerPool.MANIFEST), 0, names + " names, not as recorded");
    }
    if (!data) {
      return;
    }
    Path image = store.layers().image(id);
    String digest = Digests.sha256(image);
    if (!digest.equals(document.summary().imageDigest().toString())) {
      throw LayerException.damaged(image, 0, "digest is " + digest);
    }
  }

  private void versions(DesktopKey desktop, List<Version> readable) throws IOException {
    Versions versions = store.versions(desktop);
    for (Version version : readable) {
      List<Finding> found = new ArrayList<>();
      Optional.ofNullable(badBases.get(version.base())).ifPresent(found::add);
      Optional<Finding> list =
          finding(
              "its list of layers",
              () -> {
                for (Digest layer : versions.layers(version)) {
                  Optional.ofNullable(badLayers.get(layer)).ifPresent(found::add);
                }
              });
      list.ifPresent(found::add);
      List<String> damage = found.stream().filter(Finding::damage).map(Finding::text).toList();
      if (found.size() == damage.size()) {
        note(versions, version.number(), damage);
      } // else nobody here can say whether it is sound
      if (!damage.isEmpty()) {
        damaged.add("version " + version.number() + " of desktop " + desktop + " is damaged");
      }
    }
  }

  /** A look at structures does not take back what reading the data found. */
  private void note(Versions versions, int number, List<String> found) throws IOException {
    Optional<Marks.Verified> before = versions.marks(number).verification();
    boolean keeps =
        found.isEmpty()
            && !share.isAll()
            && before.filter(v -> v.data() && !v.damaged().isEmpty()).isPresent();
    if (keeps || Files.notExists(versions.file(number))) {
      return;
    }
    try {
      // What reading a part found stays until all is read: the other parts would not see it.
      boolean data = share.isAll() || (share.part() > 0 && !found.isEmpty());
      versions.noteVerified(number, new Marks.Verified(Instant.now(), data, found));
    } catch (IOException e) {
      if (!store.isThere()) {
        throw e;
      }
      // A store that is full or read-only can be verified all the same.
    }
  }

  private void staging(DesktopKey desktop) throws IOException {
    Path before = null;
    for (Path segment : store.desktops().stagedSegments(desktop)) {
      checked++;
      if (before != null && segment.equals(before.resolveSibling(segment.getFileName()))) {
        gap(before, segment);
      }
      before = segment;
      Optional<Finding> found =
          finding(
              segment,
              () -> {
                if (share.isAll()) {
                  var ignored = SegmentReader.verify(segment);
                }
                Set<Digest> referred = new HashSet<>();
                ReferredData.forEach(segment, referred::add);
                for (Digest id : referred) {
                  dataFile(id);
                }
              });
      if (found.isPresent() && Files.exists(segment)) {
        report(found.get());
      }
    }
  }

  /** Segments come in order and go from either end, so that none between two is ever missing. */
  private void gap(Path before, Path behind) {
    Path next = Staging.next(before);
    boolean missing = !next.equals(behind) && !Files.exists(next);
    if (missing && Files.exists(before) && Files.exists(behind)) {
      damaged.add("%s is missing, and %s cannot be sealed".formatted(next, behind.getFileName()));
    }
  }
}
