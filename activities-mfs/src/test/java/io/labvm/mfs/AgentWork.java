package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.SweptStore;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import java.nio.file.Path;

/** Activities of the store agent on the desktop of a test's store. */
enum AgentWork {
  SEAL {
    @Override
    String in(Path root) {
      SealedVersion sealed =
          activities(root).seal(new SealDesktop(DESKTOP, new OperationId("b1"), null, "manual"));
      return "version " + sealed.version() + (sealed.created() ? "" : " as before");
    }
  },
  PRUNE {
    @Override
    String in(Path root) {
      var pruned =
          care(root)
              .prune(
                  new PruneDesktop(
                      DESKTOP, new RetentionRules(1, 0, 0, 0, 0), new OperationId("p1")));
      return pruned.damaged().toString();
    }
  },
  SWEEP {
    @Override
    String in(Path root) {
      SweptStore swept = care(root).sweep();
      return swept.problems().toString();
    }
  },
  FOLD {
    @Override
    String in(Path root) {
      return care(root).fold(new FoldDesktop(DESKTOP, new OperationId("f1"))).damaged().toString();
    }
  },
  VERIFY {
    @Override
    String in(Path root) {
      return care(root).verify(new VerifyDesktop(DESKTOP, 1, 1)).damaged().toString();
    }
  },
  REBUILD {
    @Override
    String in(Path root) {
      return care(root).rebuildLists(new OperationId("l1")).damaged().toString();
    }
  };

  static final DesktopId DESKTOP = new DesktopId("d1");

  /** Does it; answers what is the same however often it was begun before. */
  abstract String in(Path root);

  static StoreActivitiesImpl activities(Path root) {
    return new StoreActivitiesImpl(
        new StoreWork(root), new StoredDesktops(root), new StoredVersions(root), "store@1", "1");
  }

  static StoreCareActivitiesImpl care(Path root) {
    return new StoreCareActivitiesImpl(
        new StoreWork(root), new StoreCare(root), new StoreRoom(root));
  }
}
