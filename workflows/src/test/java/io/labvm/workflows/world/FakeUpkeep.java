package io.labvm.workflows.world;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.CaredDesktop;
import io.labvm.contract.storage.DesktopPage;
import io.labvm.contract.storage.DesktopRules;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.MaintenanceSnapshot;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.StorageActivities;
import io.labvm.contract.storage.StoreCareActivities;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.SweptStore;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.contract.storage.VersionPage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The store's and the database's side of upkeep: many desktops, and what was done to them. */
public final class FakeUpkeep {
  private static final int PAGE = 3;

  private final Faults faults;

  /** Sorted. */
  public final List<DesktopId> desktops = new CopyOnWriteArrayList<>();

  public final List<String> done = new CopyOnWriteArrayList<>();
  public final List<MaintenanceSnapshot> shown = new CopyOnWriteArrayList<>();

  FakeUpkeep(Faults faults) {
    this.faults = faults;
  }

  /** Both sides as activities. */
  record Sides(StoreCareActivities store, StorageActivities control) {}

  Sides sides() {
    return new Sides(new Store(), new Control());
  }

  private CaredDesktop did(String what, DesktopId desktop) {
    return faults.pass(
        what + "@" + desktop,
        () -> {
          done.add(what + " " + desktop);
          return new CaredDesktop(1, List.of(), 0);
        });
  }

  private final class Store implements StoreCareActivities {
    @Override
    public DesktopPage desktops(String after) {
      return faults.pass("desktops", () -> page(after));
    }

    private DesktopPage page(String after) {
      List<DesktopId> behind =
          desktops.stream().filter(d -> d.value().compareTo(after) > 0).toList();
      List<DesktopId> page = behind.stream().limit(PAGE).toList();
      return new DesktopPage(page, desktops.size(), page.size() == behind.size());
    }

    @Override
    public CaredDesktop prune(PruneDesktop request) {
      return did("prune", request.desktop());
    }

    @Override
    public PrunePlan planPrune(PruneDesktop request) {
      return new PrunePlan(List.of(1), List.of(2), 3, 4);
    }

    @Override
    public CaredDesktop fold(FoldDesktop request) {
      return did("fold", request.desktop());
    }

    @Override
    public CaredDesktop verify(VerifyDesktop request) {
      return did("verify", request.desktop());
    }

    @Override
    public SweptStore sweep() {
      done.add("sweep");
      return new SweptStore(1, 10, List.of());
    }

    @Override
    public CaredDesktop rebuildLists(OperationId operation) {
      done.add("rebuild");
      return new CaredDesktop(1, List.of(), 0);
    }

    @Override
    public VersionPage versions(DesktopId desktop, long after) {
      return new VersionPage(desktop, after, after + 1, after > 0, 1, List.of(), List.of());
    }

    @Override
    public StoreUsage measure() {
      return new StoreUsage(1, 2, 1, "test", 0, 0, 0, List.of(), 0);
    }
  }

  private final class Control implements StorageActivities {
    @Override
    public boolean begin(MaintenanceSnapshot snapshot) {
      boolean free = shown.stream().noneMatch(s -> s.kind() == snapshot.kind());
      shown.add(snapshot);
      return free;
    }

    @Override
    public void projectRun(MaintenanceSnapshot snapshot) {
      shown.add(snapshot);
    }

    @Override
    public List<DesktopRules> rules(List<DesktopId> of) {
      return of.stream()
          .filter(d -> !d.value().equals("stranger"))
          .map(d -> new DesktopRules(d, RetentionRules.DEFAULT))
          .toList();
    }

    @Override
    public void projectVersions(VersionPage page) {
      done.add("copy " + page.desktop());
    }

    @Override
    public void projectUsage(StoreUsage usage) {
      done.add("usage");
    }
  }
}
