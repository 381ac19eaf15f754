package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.EpochHolder;
import io.labvm.contract.store.ForkStored;
import io.labvm.contract.store.StoredDesktop;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Epoch;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.Starts;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The contract's requests on the store's desktops. The store is opened for each call, so that it
 * may be away when the agent starts and come back under another mount.
 */
final class StoredDesktops {
  private final Path root;

  StoredDesktops(Path root) {
    this.root = root;
  }

  /** Idempotent by operation; an existing desktop of another operation is refused. */
  StoredDesktop create(CreateDesktop request) throws IOException {
    Store store = Store.open(root);
    io.labvm.layers.store.BaseId base = existing(store, request.base());
    store.desktops().create(Keys.of(request.desktop()), base, Keys.of(request.operation()));
    return new StoredDesktop(request.desktop(), request.base(), 0);
  }

  /** Idempotent by operation; an existing desktop of another operation is refused. */
  StoredDesktop fork(ForkStored request) throws IOException {
    Store store = Store.open(root);
    DesktopKey made = Keys.of(request.desktop());
    store
        .lines(Keys.of(request.origin().desktop()))
        .fork(Math.toIntExact(request.origin().version()), made, Keys.of(request.operation()));
    BaseId base = new BaseId(store.desktops().base(made).toString());
    return new StoredDesktop(request.desktop(), base, 0);
  }

  /** Idempotent by operation. */
  TakenEpoch takeEpoch(TakeEpoch request) throws IOException {
    UpperId fresh = request.fresh();
    if (fresh != null) {
      return choose(request, fresh);
    }
    Holder holder = new Holder(request.node().value(), request.upper().value());
    long epoch =
        Store.open(root)
            .desktops()
            .takeEpoch(
                Keys.of(request.desktop()), holder, Keys.of(request.operation()), request.above());
    return new TakenEpoch(epoch);
  }

  private TakenEpoch choose(TakeEpoch request, UpperId fresh) throws IOException {
    Starts starts = Store.open(root).starts(Keys.of(request.desktop()));
    Epoch epoch =
        starts.take(
            new Holder(request.node().value(), request.upper().value()),
            fresh.value(),
            Keys.of(request.operation()),
            request.above());
    return new TakenEpoch(
        epoch.number(),
        new UpperId(epoch.holder().upperId()),
        StoredVersions.answer(epoch.version(), starts.stack(epoch)));
  }

  /** What the newest epoch says. */
  EpochHolder holder(DesktopId desktop) throws IOException {
    Epoch newest =
        Store.open(root)
            .desktops()
            .currentEpoch(Keys.of(desktop))
            .orElseThrow(
                () ->
                    new LayerException(LayerError.REFUSED, "nobody ever held desktop " + desktop));
    Holder holder = newest.holder();
    return new EpochHolder(
        newest.number(), new NodeId(holder.node()), new UpperId(holder.upperId()));
  }

  /** Safe when there is no such desktop. */
  void delete(DeleteStoredDesktop request) throws IOException {
    boolean ignored =
        Store.open(root)
            .desktops()
            .moveToTrash(Keys.of(request.desktop()), Keys.of(request.operation()));
  }

  /** Reads FORMAT. */
  void check() throws IOException {
    Store ignored = Store.open(root);
  }

  private static io.labvm.layers.store.BaseId existing(Store store, BaseId wanted)
      throws IOException {
    var id = io.labvm.layers.store.BaseId.parse(wanted.value());
    if (id.isEmpty()) {
      throw new UnknownBaseException(wanted, null);
    }
    try {
      return store.bases().get(id.get()).id();
    } catch (LayerException e) {
      if (e.error() == LayerError.REFUSED) {
        throw new UnknownBaseException(wanted, e);
      }
      throw e;
    }
  }
}
