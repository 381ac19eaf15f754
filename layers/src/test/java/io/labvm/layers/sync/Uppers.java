package io.labvm.layers.sync;

import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An upper without an overlay: a directory that is shipped to a store. */
final class Uppers {
  static final DesktopKey DESKTOP = new DesktopKey("d1");
  static final String UPPER = "u1";

  private Uppers() {}

  /** Makes {@code store} with a base and one desktop, and the empty upper that holds it. */
  static SyncedUpper ofNewStore(Path home) throws IOException {
    Path tree = Files.createDirectory(home.resolve("tree"));
    Files.writeString(tree.resolve("base"), "base");
    Store store = Store.create(home.resolve("store"));
    BaseId base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(DESKTOP, base, new OperationKey("create"));
    long epoch =
        store
            .desktops()
            .takeEpoch(DESKTOP, new Holder("node-1", UPPER), OperationKey.random(), 0, 0);
    Path upper = Files.createDirectory(home.resolve("upper"));
    return new SyncedUpper(
        DESKTOP, UPPER, epoch, upper, home.resolve("index"), home.resolve("spool"));
  }
}
