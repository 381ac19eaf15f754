package io.labvm.workflows.desktop;

import io.labvm.contract.LabVmSearchAttributes;
import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.DesktopWorkflow;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.AcceptedOperation;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.store.EpochHolder;
import io.labvm.workflows.Calls;
import io.labvm.workflows.Projection;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The desktop's own workflow: accepts commands, and runs them one after another. */
public final class DesktopWorkflowImpl implements DesktopWorkflow {
  /** Nobody waits behind more; protects the state that travels at continue-as-new. */
  private static final int LONGEST_QUEUE = 20;

  private WorkflowTimings timings;
  private final Calls calls;
  private final Desktop desktop;
  private final Projection projection;
  private final List<OperationSnapshot> ended = new ArrayList<>();
  private @Nullable OperationChild child;

  /** News of the node that came while an operation ran. */
  private @Nullable NodeNews meanwhile;

  private @Nullable ApprovalDecision decided;
  private int operations;

  /** No operation begins meanwhile. */
  private boolean adopting;

  @WorkflowInit
  public DesktopWorkflowImpl(DesktopState state) {
    this(state, WorkflowTimings.defaults());
  }

  /** With other time-outs. */
  public DesktopWorkflowImpl(DesktopState state, WorkflowTimings timings) {
    this.timings = timings;
    this.calls = new Calls(timings);
    this.desktop = new Desktop(state);
    this.projection = new Projection(this::tell);
  }

  @Override
  public void run(DesktopState ignored) {
    timings = timings.kept();
    describe();
    while (desktop.phase() != DesktopPhase.ARCHIVED && !historyIsLong()) {
      Workflow.await(() -> !adopting && (desktop.hasQueued() || historyIsLong()));
      if (desktop.hasQueued()) {
        runNext(desktop.take());
      }
    }
    projection.finish();
    Workflow.await(Workflow::isEveryHandlerFinished);
    if (desktop.phase() != DesktopPhase.ARCHIVED) {
      Workflow.newContinueAsNewStub(DesktopWorkflow.class).run(desktop.state());
    }
  }

  /** Only looked at between operations: an operation reports to the run that began it. */
  private boolean historyIsLong() {
    return operations >= timings.operationsPerRun()
        || Workflow.getInfo().isContinueAsNewSuggested();
  }

  private void runNext(OperationRequest accepted) {
    operations++;
    if (!desktop.stillAllows(accepted)) {
      end(accepted, OperationState.FAILED, wrongState(accepted));
      return;
    }
    DesktopOperation input = desktop.begin(accepted);
    OperationRequest request = input.request();
    changed();
    OperationChild started = OperationChild.start(input, desktop.createdBy(request));
    child = started;
    OperationOutcome outcome = started.outcome();
    child = null;
    desktop.end(request, outcome);
    noteMeanwhile();
    ended.add(outcome.last());
    changed();
  }

  /** What became of the node while an operation ran counts behind it. */
  private void noteMeanwhile() {
    NodeNews news = meanwhile;
    meanwhile = null;
    boolean ignored = news != null && note(news);
  }

  // ---- commands ----

  @Override
  public AcceptedOperation register(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateRegister(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation start(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateStart(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation stop(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateStop(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation restartSession(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateRestartSession(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation rotateSecret(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateRotateSecret(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation backup(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateBackup(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation restore(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateRestore(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation copyBack(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateCopyBack(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation switchNode(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateSwitchNode(OperationRequest request) {
    validate(request);
  }

  @Override
  public AcceptedOperation changeLimits(OperationRequest request) {
    return accept(request);
  }

  @Override
  public void validateChangeLimits(OperationRequest request) {
    validate(request);
  }

  /** Nobody wants the desktop any more, so what still brings it up is aborted. */
  @Override
  public AcceptedOperation delete(OperationRequest request) {
    AcceptedOperation accepted = accept(request);
    if (!accepted.repeated() && child != null) {
      child.abort();
    }
    return accepted;
  }

  @Override
  public void validateDelete(OperationRequest request) {
    validate(request);
  }

  @Override
  public void decide(ApprovalDecision decision) {
    if (decided != null || child == null) {
      return;
    }
    decided = decision;
    if (decision.approved()) {
      desktop.approved();
    } else {
      desktop.denied();
    }
    changed();
    child.decide(decision);
  }

  @Override
  public void validateDecide(ApprovalDecision decision) {
    OperationRequest running = desktop.running();
    boolean waits =
        desktop.phase() == DesktopPhase.WAITING_FOR_APPROVAL
            && running != null
            && running.operation().equals(decision.operation());
    if (!waits && !repeats(decision)) {
      throw Failures.refusal(
          FailureCode.WRONG_STATE,
          "operation " + decision.operation() + " does not wait for a decision");
    }
  }

  /** True for the decision already taken, asked for again. */
  private boolean repeats(ApprovalDecision decision) {
    return decided != null
        && decided.operation().equals(decision.operation())
        && decided.approved() == decision.approved();
  }

  @Override
  public void noteNode(NodeNews news) {
    OperationChild current = child;
    if (note(news)) {
      changed();
      if (!news.lost() && Workflow.getVersion("found-again", Workflow.DEFAULT_VERSION, 1) >= 1) {
        routeAgain();
      }
    } else if (current != null
        && Workflow.getVersion("lost-meanwhile", Workflow.DEFAULT_VERSION, 1) >= 1) {
      meanwhile = news;
      if (news.lost() && news.node().equals(desktop.node())) {
        current.nodeLost();
      }
    }
  }

  private boolean note(NodeNews news) {
    boolean failed = news.lost() && desktop.phase() == DesktopPhase.FAILED;
    return (!failed || Workflow.getVersion("failed-is-lost", Workflow.DEFAULT_VERSION, 1) >= 1)
        && desktop.note(news, Workflow.currentTimeMillis());
  }

  /** What broke off when the node was lost may have closed it for connections. */
  private void routeAgain() {
    try {
      calls.patientControl().route(desktop.spec().desktop(), desktop.epoch());
    } catch (ActivityFailure failure) {
      Workflow.getLogger(DesktopWorkflowImpl.class).info("not routed now", failure);
    }
  }

  @Override
  public void adopt(RunningAt found) {
    if (adopting || !desktop.mayAdopt(found)) {
      return;
    }
    adopting = true;
    try {
      EpochHolder holder = calls.steadyStore().holder(desktop.spec().desktop());
      if (holder.epoch() == found.epoch() && holder.node().equals(found.node())) {
        adopt(holder);
      }
    } catch (ActivityFailure failure) {
      Workflow.getLogger(DesktopWorkflowImpl.class).info("not adopted now", failure);
    } finally {
      adopting = false;
    }
  }

  private void adopt(EpochHolder holder) {
    DesktopId id = desktop.spec().desktop();
    calls
        .patientControl()
        .assign(new AssignDesktop(id, holder.node(), holder.epoch(), holder.upper()));
    calls.patientControl().route(id, holder.epoch());
    desktop.adopt(holder, Workflow.currentTimeMillis());
    changed();
  }

  @Override
  public void abort(OperationId operation) {
    desktop
        .drop(operation)
        .ifPresent(
            request ->
                end(
                    request,
                    OperationState.CANCELLED,
                    new StepError(FailureCode.CANCELLED, "queue", "aborted before it began")));
    OperationChild current = child;
    if (current != null && current.runs(operation)) {
      current.abort();
    }
  }

  @Override
  public void validateAbort(OperationId operation) {
    OperationRequest running = desktop.running();
    if (!desktop.knows(operation)) {
      throw Failures.refusal(FailureCode.WRONG_STATE, "no operation " + operation);
    }
    if (running != null
        && running.operation().equals(operation)
        && !CommandRules.abortable(running.kind())) {
      throw Failures.refusal(
          FailureCode.WRONG_STATE, "a " + running.kind().wire() + " cannot be turned round");
    }
  }

  @Override
  public DesktopState state() {
    return desktop.state();
  }

  private AcceptedOperation accept(OperationRequest request) {
    return new AcceptedOperation(request.operation(), !desktop.accept(request));
  }

  private void validate(OperationRequest request) {
    if (desktop.knows(request.operation())) {
      return;
    }
    if (!desktop.allows(request)) {
      throw Failures.refusal(FailureCode.WRONG_STATE, wrongState(request).detail());
    }
    if (desktop.queued() >= LONGEST_QUEUE) {
      throw Failures.refusal(FailureCode.WRONG_STATE, "too many operations wait");
    }
  }

  // ---- what others see ----

  private StepError wrongState(OperationRequest request) {
    return new StepError(
        FailureCode.WRONG_STATE,
        "queue",
        "%s is not possible while the desktop is %s"
            .formatted(request.kind().wire(), desktop.phase().wire()));
  }

  /** For operations that have no workflow to speak for them. */
  private void end(OperationRequest request, OperationState state, StepError why) {
    ended.add(
        new OperationSnapshot(
            request.operation(),
            desktop.spec().desktop(),
            request.kind(),
            state,
            OperationChild.LAST_WORD,
            List.of(),
            why));
    projection.changed();
  }

  /** The desktop first: who sees an operation ended finds the desktop in its new state. */
  private void tell() {
    List<OperationSnapshot> news = List.copyOf(ended);
    ended.clear();
    if (desktop.phase() != DesktopPhase.ARCHIVED) {
      calls.patientControl().projectDesktop(desktop.snapshot());
    }
    news.forEach(last -> calls.patientControl().projectOperation(last));
  }

  private void changed() {
    projection.changed();
    describe();
  }

  private void describe() {
    var node = desktop.node();
    Workflow.upsertTypedSearchAttributes(
        LabVmSearchAttributes.PHASE.valueSet(desktop.phase().wire()),
        node == null
            ? LabVmSearchAttributes.NODE.valueUnset()
            : LabVmSearchAttributes.NODE.valueSet(node.value()));
    Workflow.setCurrentDetails(
        "**%s** on %s, %d queued"
            .formatted(desktop.phase().wire(), node == null ? "no node" : node, desktop.queued()));
  }
}
