package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.ChainHead;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;
import io.labvm.contract.store.VerifyVersion;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contract's requests on versions; the store is opened for each call. */
final class StoredVersions {
  private final Path root;

  StoredVersions(Path root) {
    this.root = root;
  }

  /**
   * Idempotent by operation. Without a head nobody is there to ship again what is damaged: the
   * version ends before it then.
   */
  SealedVersion seal(SealDesktop request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    Sealed sealed =
        store
            .seals()
            .seal(
                new SealRequest(
                    desktop,
                    covers(request.head()),
                    "",
                    request.trigger(),
                    Keys.of(request.operation()),
                    request.head() == null));
    Version version = store.versions(desktop).get(sealed.version());
    int layers = store.stacks(desktop).shortest(version).layers().size();
    return answer(request.desktop(), sealed, version, layers);
  }

  private static Optional<Covers> covers(@Nullable ChainHead head) {
    return head == null
        ? Optional.empty()
        : Optional.of(
            new Covers(head.upper().value(), head.segment(), Digest.parse(head.digest())));
  }

  private static SealedVersion answer(
      DesktopId desktop, Sealed sealed, Version version, int layers) {
    return new SealedVersion(
        desktop,
        sealed.version(),
        sealed.created(),
        version.consistency().code(),
        version.trigger(),
        new OperationId(version.operation().value()),
        layers,
        sealed.entries(),
        sealed.bytes(),
        version.completeUpTo().toEpochMilli(),
        version.created().toEpochMilli(),
        LeftOuts.of(version.leftOut()));
  }

  /** The images a version is mounted of. */
  StoredStack stack(StackOf request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    Version version = store.versions(desktop).get(Math.toIntExact(request.version()));
    return answer(version.number(), store.stacks(desktop).shortest(version));
  }

  static StoredStack answer(int version, Stack stack) {
    return new StoredStack(
        version,
        new BaseId(stack.base().toString()),
        stack.topFirst().stream().map(Digest::toString).toList());
  }

  /** Idempotent by operation; an undo goes by a name of its own. */
  SealedVersion restore(RestoreStored request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    OperationKey restore = new OperationKey(request.operation() + "-restore");
    OperationKey undo = new OperationKey(request.operation() + "-undo");
    if (request.undo() && store.versions(desktop).madeBy(restore).isEmpty()) {
      return answer(request, store.versions(desktop).newest(), false);
    }
    // Nothing can be sealed above a damaged one, and going back is the only way on.
    Version made =
        store
            .lines(desktop)
            .restore(
                Math.toIntExact(request.version()),
                request.undo() || store.versions(desktop).isNewestDamaged()
                    ? Lines.Staged.DISCARD
                    : Lines.Staged.KEEP,
                request.undo() ? undo : restore);
    return answer(request, made, true);
  }

  /** No layer was made for it. */
  private static SealedVersion answer(RestoreStored request, Version version, boolean created) {
    return new SealedVersion(
        request.desktop(),
        version.number(),
        created,
        version.consistency().code(),
        version.trigger(),
        request.operation(),
        version.layers().size(),
        0,
        0,
        version.completeUpTo().toEpochMilli(),
        version.created().toEpochMilli(),
        LeftOuts.of(version.leftOut()));
  }

  /**
   * Its content was read back when its layer was made; this opens all that it consists of. Damage
   * is noted, so that nobody takes the version for a copy of what a node still has.
   */
  void verify(VerifyVersion request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    Versions versions = store.versions(desktop);
    Version version = versions.get(Math.toIntExact(request.version()));
    versions.requireSound(version.number());
    try {
      store.view(store.stacks(desktop).shortest(version)).close();
    } catch (LayerException e) {
      if (e.error() == LayerError.DAMAGED) {
        versions.noteDamage(version.number(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Each note is a file of its own, so a repetition writes the same again. */
  NotedVersion note(NoteVersion request) throws IOException {
    Versions versions = Store.open(root).versions(Keys.of(request.desktop()));
    int number = Math.toIntExact(request.version());
    OperationKey operation = Keys.of(request.operation());
    String label = request.label();
    if (label != null) {
      versions.label(number, label, operation);
    }
    Boolean pinned = request.pinned();
    if (pinned != null && pinned) {
      versions.pin(number, operation);
    } else if (pinned != null) {
      versions.unpin(number);
    }
    return new NotedVersion(
        request.desktop(),
        number,
        versions.label(versions.get(number)),
        versions.marks(number).pinned());
  }

  /** Nothing is done when it is gone already. */
  void remove(RemoveVersion request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    int number = Math.toIntExact(request.version());
    if (store.versions(desktop).numbers().contains(number)) {
      store.lines(desktop).delete(number, Keys.of(request.operation()));
    }
  }
}
