package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.CaredDesktop;
import io.labvm.contract.storage.DesktopPage;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.MaintenanceProgress;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.SweptStore;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.layers.store.DataShare;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Folds;
import io.labvm.layers.store.ListRebuild;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Prune;
import io.labvm.layers.store.Pruned;
import io.labvm.layers.store.Retention;
import io.labvm.layers.store.Statistics;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Swept;
import io.labvm.layers.store.Verification;
import io.labvm.layers.store.Verify;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The contract's upkeep; the store is opened for each call. */
final class StoreCare {
  private static final int PAGE = 100;

  /** Folds in one prune of a desktop: what is left is done by the next one. */
  private static final int FOLDS = 50;

  private final Path root;

  StoreCare(Path root) {
    this.root = root;
  }

  /** Sorted, so that a page begins where the one before has ended. */
  DesktopPage desktops(String after) throws IOException {
    List<DesktopKey> all = Store.open(root).desktops().list();
    List<DesktopId> behind =
        all.stream()
            .map(DesktopKey::value)
            .filter(d -> d.compareTo(after) > 0)
            .map(DesktopId::new)
            .limit(PAGE + 1)
            .toList();
    boolean last = behind.size() <= PAGE;
    return new DesktopPage(last ? behind : behind.subList(0, PAGE), all.size(), last);
  }

  /** Folds in between, so that the lists become shorter by the second look. */
  CaredDesktop prune(PruneDesktop request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    OperationKey operation = Keys.of(request.operation());
    Prune prune = store.prune(desktop);
    Pruned pruned = prune.versions(rules(request.rules()), operation);
    if (pruned.damaged().isEmpty() && store.folds(desktop).adjacent(FOLDS, operation) > 0) {
      Pruned ignored = prune.versions(rules(request.rules()), operation);
    }
    return cared(pruned.removed().size(), pruned.damaged());
  }

  PrunePlan plan(PruneDesktop request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    Pruned plan = store.prune(desktop).plan(rules(request.rules()));
    Statistics.Gain gain = Statistics.gain(store, desktop, new TreeSet<>(plan.removed()));
    return new PrunePlan(made(plan.removed()), made(plan.kept()), gain.certain(), gain.atMost());
  }

  /** What a desktop began with is no version that somebody made. */
  private static List<Integer> made(List<Integer> versions) {
    return versions.stream().filter(number -> number > 0).toList();
  }

  CaredDesktop fold(FoldDesktop request) throws IOException {
    Folds folds = Store.open(root).folds(Keys.of(request.desktop()));
    return cared(folds.auto(Keys.of(request.operation())).created() ? 1 : 0, List.of());
  }

  CaredDesktop verify(VerifyDesktop request) throws IOException {
    Store store = Store.open(root);
    DesktopKey desktop = Keys.of(request.desktop());
    DataShare share =
        hasDamage(store.versions(desktop))
            ? DataShare.ALL
            : new DataShare(request.part(), request.parts());
    Verification found = Verify.of(store, Optional.of(desktop), share).requireSupported();
    return cared(found.checked(), found.damaged());
  }

  /** Only a reading of all contents can take back what a reading of contents found. */
  private static boolean hasDamage(Versions versions) throws IOException {
    for (int number : versions.numbers()) {
      if (versions.marks(number).isDamaged()) {
        return true;
      }
    }
    return false;
  }

  SweptStore sweep() throws IOException {
    Swept swept = Prune.sweep(Store.open(root), Prune.Waits.SAFE);
    return new SweptStore(
        (long) swept.layers().size() + swept.data().size(),
        swept.freed(),
        first(swept.unreadable()));
  }

  CaredDesktop rebuildLists(OperationId operation) throws IOException {
    Verification found = ListRebuild.of(Store.open(root), Keys.of(operation)).requireSupported();
    return cared(found.checked(), found.damaged());
  }

  private static CaredDesktop cared(long changed, List<String> damaged) {
    return new CaredDesktop(changed, first(damaged), damaged.size());
  }

  private static List<String> first(List<String> findings) {
    return new ArrayList<>(
        findings.subList(0, Math.min(findings.size(), MaintenanceProgress.MOST_PROBLEMS)));
  }

  private static Retention rules(RetentionRules rules) {
    return new Retention(
        rules.last(), rules.hourly(), rules.daily(), rules.weekly(), rules.monthly());
  }
}
