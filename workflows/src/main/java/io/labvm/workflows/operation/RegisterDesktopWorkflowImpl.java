package io.labvm.workflows.operation;

import io.labvm.contract.control.PlaceDesktop;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.RegisterDesktopWorkflow;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.ForkStored;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/** Creates a desktop; also runs as the start of one whose registration did not succeed. */
public final class RegisterDesktopWorkflowImpl implements RegisterDesktopWorkflow {
  /** Should more die under one registration, something else is wrong. */
  private static final int MOST_NODES = 3;

  private final OperationRun run;
  private final DesktopId desktop;
  private final OperationId operation;
  private @Nullable ApprovalDecision decision;

  @WorkflowInit
  public RegisterDesktopWorkflowImpl(DesktopOperation input) {
    this(input, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public RegisterDesktopWorkflowImpl(DesktopOperation input, WorkflowTimings timings) {
    this.run =
        new OperationRun(
            input, timings, BringUp.after(StepName.APPROVAL, StepName.PLACE, StepName.STORE));
    this.desktop = input.spec().desktop();
    this.operation = input.request().operation();
  }

  @Override
  public OperationOutcome run(DesktopOperation input) {
    return run.execute(this::create, this::nothingIsLeft);
  }

  private DesktopPhase create() {
    approval();
    run.undo(StepName.PLACE, () -> run.calls().control().unplace(desktop));
    NodeId node = place(operation);
    record();
    // every attempt to register makes its own upper: a new one never takes over a left one
    OperationId own = operation;
    for (int tried = 1; ; tried++) {
      try {
        return BringUp.anew(run, node, own).to(true);
      } catch (StepFailed failure) {
        if (!goesElsewhere(tried, failure)) {
          throw failure;
        }
      }
      String again = "-n" + (tried + 1);
      node = placeOff(node, again);
      own = new OperationId(operation + again);
    }
  }

  /** On another node, when what may have begun on the dead one has ended there. */
  private NodeId placeOff(NodeId dead, String again) {
    boolean began = run.epoch() != run.input().epoch();
    OperationId own = new OperationId(operation + again);
    NodeId next =
        run.step(
            StepName.PLACE,
            _ -> {
              NodeId chosen = choose(own);
              if (began) {
                Fence.off(run, dead, chosen, new UpperId(own.value()), again + "-fence");
              }
              return chosen;
            });
    run.placedOn(next);
    return next;
  }

  /** When the node died, and nobody asked for just that one. */
  private boolean goesElsewhere(int tried, StepFailed failure) {
    return tried < MOST_NODES
        && run.input().spec().node() == null
        && Workflow.getVersion("another-node", Workflow.DEFAULT_VERSION, 1) >= 1
        && run.leavesDeadNode(failure, BringUp.after(StepName.PLACE));
  }

  private void approval() {
    if (run.input().request().approvalRequired()) {
      run.step(StepName.APPROVAL, this::awaitDecision);
    } else {
      run.skip(StepName.APPROVAL, null);
    }
  }

  private void awaitDecision() {
    run.waiting(true);
    Workflow.await(() -> decision != null);
    run.waiting(false);
    if (decision != null && !decision.approved()) {
      throw Failures.of(FailureCode.DENIED, decision.reason(), null);
    }
  }

  private NodeId place(OperationId own) {
    NodeId node = run.step(StepName.PLACE, _ -> choose(own));
    run.placedOn(node);
    return node;
  }

  private NodeId choose(OperationId own) {
    return run.calls().control().place(new PlaceDesktop(own, run.input().spec())).node();
  }

  private void record() {
    run.undo(
        StepName.STORE,
        () -> run.calls().store().deleteDesktop(new DeleteStoredDesktop(desktop, operation)));
    run.step(StepName.STORE, this::recordNow);
  }

  /** A fork begins with a version of another desktop instead of the bare base. */
  private void recordNow() {
    DesktopSpec spec = run.input().spec();
    Origin origin = spec.origin();
    if (origin == null) {
      run.calls().store().createDesktop(new CreateDesktop(desktop, spec.base(), operation));
    } else {
      run.calls().store().fork(new ForkStored(desktop, origin, operation));
    }
  }

  /** The row stays, so that the member sees why and can try again. */
  private DesktopPhase nothingIsLeft(FailureCode why) {
    run.placedOn(null);
    run.mounting(null);
    return DesktopPhase.FAILED;
  }

  @Override
  public void decide(ApprovalDecision answer) {
    if (decision == null && answer.operation().equals(operation)) {
      decision = answer;
    }
  }

  @Override
  public void abort() {
    run.abort();
  }
}
