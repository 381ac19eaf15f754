package io.labvm.workflows.desktop;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.DesktopState.Registration;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationOutcome;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.store.EpochHolder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** What the entity workflow remembers, while it runs. */
final class Desktop {
  /** More than anybody sends while one operation runs, and small enough for a payload. */
  static final int REMEMBERED = 200;

  private DesktopSpec spec;
  private final Deque<OperationRequest> queue;
  private final SequencedSet<OperationId> processed;
  private DesktopPhase phase;
  private @Nullable NodeId node;
  private long epoch;
  private @Nullable UpperId upper;
  private long sequence;
  private @Nullable Long runningSince;
  private boolean approvalPending;
  private Registration registration;
  private @Nullable OperationRequest running;

  Desktop(DesktopState state) {
    this.spec = state.spec();
    this.queue = new ArrayDeque<>(state.queue());
    this.processed = new LinkedHashSet<>(state.processed());
    this.phase = state.phase();
    this.node = state.node();
    this.epoch = state.epoch();
    this.upper = state.upper();
    this.sequence = state.sequence();
    this.runningSince = state.runningSinceMillis();
    this.approvalPending = state.approvalPending();
    this.registration = state.registration();
  }

  DesktopState state() {
    return new DesktopState(
        spec,
        phase,
        node,
        epoch,
        upper,
        sequence,
        runningSince,
        List.copyOf(queue),
        List.copyOf(processed),
        approvalPending,
        registration);
  }

  DesktopSnapshot snapshot() {
    return new DesktopSnapshot(
        spec.desktop(),
        sequence,
        phase,
        node,
        phase == DesktopPhase.NODE_LOST ? null : runningSince,
        running == null ? null : running.operation());
  }

  DesktopSpec spec() {
    return spec;
  }

  DesktopPhase phase() {
    return phase;
  }

  @Nullable NodeId node() {
    return node;
  }

  Registration registration() {
    return registration;
  }

  @Nullable OperationRequest running() {
    return running;
  }

  /** The newest at which it was started. */
  long epoch() {
    return epoch;
  }

  boolean knows(OperationId operation) {
    return processed.contains(operation);
  }

  boolean hasQueued() {
    return !queue.isEmpty();
  }

  int queued() {
    return queue.size();
  }

  /** True when the request fits behind everything accepted so far. */
  boolean allows(OperationRequest request) {
    DesktopPhase expected = running == null ? phase : CommandRules.after(running.kind(), phase);
    for (OperationRequest before : queue) {
      expected = CommandRules.after(before.kind(), expected);
    }
    return CommandRules.allows(request, expected, registrationWhenIdle());
  }

  /** Behind a registration that is under way the desktop counts as created. */
  private Registration registrationWhenIdle() {
    boolean underWay = running != null || !queue.isEmpty();
    return underWay && registration == Registration.PENDING ? Registration.DONE : registration;
  }

  /** True when the request fits the desktop as it turned out to be. */
  boolean stillAllows(OperationRequest request) {
    return CommandRules.allows(request, phase, registration);
  }

  /** False when the request had been accepted before. */
  boolean accept(OperationRequest request) {
    if (!processed.add(request.operation())) {
      return false;
    }
    if (processed.size() > REMEMBERED) {
      processed.removeFirst();
    }
    queue.add(request);
    approvalPending |= request.approvalRequired();
    return true;
  }

  OperationRequest take() {
    return queue.remove();
  }

  Optional<OperationRequest> drop(OperationId operation) {
    Optional<OperationRequest> found =
        queue.stream().filter(r -> r.operation().equals(operation)).findFirst();
    found.ifPresent(queue::remove);
    return found;
  }

  /** True when the operation has to run the steps of the registration. */
  boolean createdBy(OperationRequest request) {
    return switch (request.kind()) {
      case REGISTER, START -> registration != Registration.DONE;
      case STOP,
          DELETE,
          RESTART_SESSION,
          ROTATE_SECRET,
          BACKUP,
          RESTORE,
          COPY_BACK,
          SWITCH,
          LIMITS ->
          false;
    };
  }

  /** The operation begins; a repeated registration still needs the approval it never got. */
  DesktopOperation begin(OperationRequest accepted) {
    OperationRequest request =
        new OperationRequest(
            accepted.operation(),
            accepted.kind(),
            accepted.requestedBy(),
            createdBy(accepted) && approvalPending,
            accepted.from(),
            accepted.to(),
            accepted.limits(),
            accepted.anew());
    DesktopPhase before = phase;
    phase = phaseDuring(request);
    running = request;
    sequence++;
    return new DesktopOperation(request, spec, before, node, epoch, upper, runningSince);
  }

  private DesktopPhase phaseDuring(OperationRequest request) {
    if (request.approvalRequired()) {
      return DesktopPhase.WAITING_FOR_APPROVAL;
    }
    return createdBy(request) ? DesktopPhase.CREATING : CommandRules.during(request.kind(), phase);
  }

  void approved() {
    approvalPending = false;
    phase = DesktopPhase.CREATING;
    sequence++;
  }

  void denied() {
    registration = Registration.DENIED;
  }

  /** False when it changes nothing. */
  boolean note(NodeNews news, long now) {
    boolean counts = news.lost() ? runsOrFell() : phase == DesktopPhase.NODE_LOST;
    if (running != null || !counts || !news.node().equals(node)) {
      return false;
    }
    phase = news.lost() ? DesktopPhase.NODE_LOST : DesktopPhase.RUNNING;
    if (!news.lost() && runningSince == null) {
      runningSince = now;
    }
    sequence++;
    return true;
  }

  /** What failed has files on its node as well, unless it never came to be. */
  private boolean runsOrFell() {
    return phase == DesktopPhase.RUNNING
        || (phase == DesktopPhase.FAILED && registration == Registration.DONE);
  }

  /** Whether what a node says may be newer than what is known here. */
  boolean mayAdopt(RunningAt found) {
    return running == null
        && queue.isEmpty()
        && phase != DesktopPhase.ARCHIVED
        && found.epoch() >= epoch;
  }

  void adopt(EpochHolder holder, long now) {
    boolean known =
        phase == DesktopPhase.RUNNING && epoch == holder.epoch() && holder.node().equals(node);
    phase = DesktopPhase.RUNNING;
    node = holder.node();
    epoch = holder.epoch();
    upper = holder.upper();
    runningSince = known ? runningSince : Long.valueOf(now);
    registration = Registration.DONE;
    sequence++;
  }

  void end(OperationRequest request, OperationOutcome outcome) {
    running = null;
    phase = outcome.phase() == null ? DesktopPhase.ARCHIVED : outcome.phase();
    node = outcome.node();
    epoch = Math.max(epoch, outcome.epoch());
    upper = outcome.upper();
    runningSince = outcome.runningSinceMillis();
    sequence++;
    if (outcome.last().state() == OperationState.SUCCEEDED) {
      succeeded(request);
    }
  }

  private void succeeded(OperationRequest request) {
    if (createdBy(request)) {
      registration = Registration.DONE;
    }
    Limits limits = request.limits();
    if (limits != null) {
      spec = spec.with(limits);
    }
  }
}
