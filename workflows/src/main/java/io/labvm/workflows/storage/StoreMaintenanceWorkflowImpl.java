package io.labvm.workflows.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.DesktopPage;
import io.labvm.contract.storage.DesktopRules;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceProgress;
import io.labvm.contract.storage.MaintenanceRequest;
import io.labvm.contract.storage.MaintenanceSnapshot;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.labvm.contract.storage.SweptStore;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.contract.storage.VersionPage;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through the desktops of the store in pages, each page in a history of its own. Two desktops
 * at a time: backups share the store agent, and one big desktop holds up no other.
 */
public final class StoreMaintenanceWorkflowImpl implements StoreMaintenanceWorkflow {
  private static final int LANES = 2;

  /** Contents are read in as many parts, one a day. */
  private static final int PARTS = 7;

  private final StoreCalls calls;
  private MaintenanceRequest request = MaintenanceRequest.scheduled(MaintenanceKind.MEASURE);
  private OperationId run = new OperationId("none");
  private Tally tally = new Tally(MaintenanceProgress.NOTHING);

  /** With these time-outs. */
  public StoreMaintenanceWorkflowImpl(WorkflowTimings timings) {
    this.calls = new StoreCalls(timings);
  }

  @Override
  public String run(MaintenanceRequest asked) {
    request = asked;
    MaintenanceProgress before = asked.before();
    run = asked.run() == null ? new OperationId(Workflow.randomUUID().toString()) : asked.run();
    tally = new Tally(before == null ? MaintenanceProgress.NOTHING : before);
    if (before == null && isShown() && !calls.storage().begin(snapshot(MaintenanceState.RUNNING))) {
      return "skipped: another run is in progress";
    }
    try {
      work();
    } catch (ActivityFailure e) {
      tally.problem(reason(e));
      show(MaintenanceState.FAILED);
      throw e;
    }
    show(
        tally.progress().failed() > 0
            ? MaintenanceState.PARTLY_FAILED
            : MaintenanceState.SUCCEEDED);
    return "%d of %d desktops, %d changed, %d bytes freed, %d findings, %d failed"
        .formatted(
            tally.progress().done(),
            tally.progress().total(),
            tally.progress().changed(),
            tally.progress().bytes(),
            tally.progress().damaged(),
            tally.progress().failed());
  }

  private void work() {
    DesktopId only = request.desktop();
    if (request.kind() == MaintenanceKind.MEASURE) {
      calls.storage().projectUsage(calls.care().measure());
    } else if (only != null) {
      care(only, Map.of());
    } else {
      if (request.kind() == MaintenanceKind.REBUILD && tally.after().isEmpty()) {
        tally.did(calls.care().rebuildLists(run));
      }
      goThrough();
      sweep();
    }
  }

  /** Ends this history when there are more desktops than one page. */
  private void goThrough() {
    DesktopPage page = calls.care().desktops(tally.after());
    if (page.desktops().isEmpty()) {
      return;
    }
    Map<DesktopId, RetentionRules> rules = rules(page.desktops());
    Deque<DesktopId> queue = new ArrayDeque<>(page.desktops());
    List<Promise<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      lanes.add(Async.procedure(() -> lane(queue, rules)));
    }
    Promise.allOf(lanes).get();
    tally.page(page.desktops().getLast(), page.total());
    if (!page.last()) {
      show(MaintenanceState.RUNNING);
      Workflow.continueAsNew(
          new MaintenanceRequest(
              request.kind(), run, request.requestedBy(), null, tally.progress()));
    }
  }

  private Map<DesktopId, RetentionRules> rules(List<DesktopId> desktops) {
    Map<DesktopId, RetentionRules> rules = new HashMap<>();
    if (request.kind() == MaintenanceKind.PRUNE) {
      for (DesktopRules of : calls.storage().rules(desktops)) {
        rules.put(of.desktop(), of.rules());
      }
    }
    return rules;
  }

  private void lane(Deque<DesktopId> queue, Map<DesktopId, RetentionRules> rules) {
    while (!queue.isEmpty()) {
      DesktopId desktop = queue.removeFirst();
      care(desktop, rules);
      tally.done();
      show(MaintenanceState.RUNNING);
    }
  }

  /** A desktop that was deleted meanwhile is no problem. */
  private void care(DesktopId desktop, Map<DesktopId, RetentionRules> rules) {
    try {
      careOf(desktop, rules);
    } catch (ActivityFailure e) {
      FailureCode code = Failures.codeOf(e);
      if (code == FailureCode.STORE_UNAVAILABLE || code == FailureCode.INTERNAL) {
        failed(desktop, e);
      } else if (code != FailureCode.WRONG_STATE) {
        tally.problem(reason(e));
      }
    }
  }

  /** One desktop that cannot be read keeps no other waiting; a store that is away ends the run. */
  private void failed(DesktopId desktop, ActivityFailure why) {
    if (!isShown() || Workflow.getVersion("failed-desktop", Workflow.DEFAULT_VERSION, 1) < 1) {
      throw why;
    }
    try {
      DesktopPage _ = calls.care().desktops(tally.after());
    } catch (ActivityFailure e) {
      throw why;
    }
    tally.failed(desktop, reason(why));
  }

  private void careOf(DesktopId desktop, Map<DesktopId, RetentionRules> rules) {
    switch (request.kind()) {
      case PRUNE -> {
        RetentionRules own = rules.get(desktop);
        if (own != null) {
          tally.did(calls.care().prune(new PruneDesktop(desktop, own, run)));
          copyVersions(desktop);
        }
      }
      case FOLD -> tally.did(calls.care().fold(new FoldDesktop(desktop, run)));
      case VERIFY -> {
        tally.did(calls.care().verify(new VerifyDesktop(desktop, part(), PARTS)));
        copyVersions(desktop);
      }
      case REBUILD -> copyVersions(desktop);
      case MEASURE -> throw new IllegalStateException("not for a desktop");
    }
  }

  /** Another one every day of the week. */
  private static int part() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis())
        .atZone(ZoneOffset.UTC)
        .getDayOfWeek()
        .getValue();
  }

  private void copyVersions(DesktopId desktop) {
    long after = 0;
    VersionPage page;
    do {
      page = calls.care().versions(desktop, after);
      calls.storage().projectVersions(page);
      after = page.upTo();
    } while (!page.last());
  }

  private void sweep() {
    switch (request.kind()) {
      case PRUNE, FOLD -> {
        SweptStore swept = calls.care().sweep();
        tally.did(0, swept.bytes());
        swept.problems().forEach(tally::problem);
      }
      case VERIFY, REBUILD, MEASURE -> {
        // they take nothing away
      }
    }
  }

  private boolean isShown() {
    return request.desktop() == null;
  }

  private void show(MaintenanceState state) {
    if (isShown()) {
      calls.storage().projectRun(snapshot(state));
    }
  }

  private MaintenanceSnapshot snapshot(MaintenanceState state) {
    return new MaintenanceSnapshot(
        run,
        request.kind(),
        state,
        request.requestedBy(),
        Workflow.currentTimeMillis(),
        tally.progress());
  }

  private static String reason(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? Failures.messageOf(cause)
        : failure.getActivityType() + " did not end in time";
  }
}
