package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.ChainHead;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.VerifyVersion;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
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

  /** Idempotent by operation. */
  SealedVersion seal(SealDesktop request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = new DesktopKey(request.desktop().value());
    Sealed sealed =
        store
            .seals()
            .seal(
                new SealRequest(
                    desktop,
                    covers(request.head()),
                    "",
                    request.trigger(),
                    new OperationKey(request.operation().value())));
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
        version.created().toEpochMilli());
  }

  /** Its content was read back when its layer was made; this opens all that it consists of. */
  void verify(VerifyVersion request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = new DesktopKey(request.desktop().value());
    Versions versions = store.versions(desktop);
    Version version = versions.get(Math.toIntExact(request.version()));
    versions.requireSound(version.number());
    store.view(store.stacks(desktop).shortest(version)).close();
  }
}
