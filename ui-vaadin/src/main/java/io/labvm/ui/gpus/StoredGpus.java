package io.labvm.ui.gpus;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** GPUs in the database; the control application grants. */
@Service
class StoredGpus implements GpuService {
  private final GpuRows rows;
  private final Audit audit;
  private final Clock clock;

  StoredGpus(GpuRows rows, Audit audit, Clock clock) {
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Map<String, NodeGpus> nodes(Caller caller) {
    return rows.nodes();
  }

  @Override
  public Map<String, DesktopGpus> desktops(Caller caller) {
    Map<String, DesktopGpus> all = rows.desktops(caller);
    Map<String, Instant> turns = turns(all.values());
    all.replaceAll((desktop, gpus) -> gpus.withTurn(turns.get(desktop)));
    return all;
  }

  @Override
  public DesktopGpus desktop(Caller caller, DesktopId desktop) {
    DesktopGpus gpus =
        rows.desktop(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
    return gpus.withTurn(turns(List.of(gpus)).get(desktop.value()));
  }

  /** Asks nothing while nobody waits. */
  private Map<String, Instant> turns(Collection<DesktopGpus> gpus) {
    return gpus.stream().allMatch(each -> each.position() == null)
        ? Map.of()
        : rows.turns(clock.instant());
  }

  @Override
  @Transactional
  public DesktopGpus ask(
      Caller caller, DesktopId desktop, @Nullable Integer count, @Nullable Instant until) {
    DesktopGpus now = desktop(caller, desktop);
    if (count != null && (count < 0 || count > MOST)) {
      throw invalid("count", "0 to " + MOST + ".");
    }
    if (count != null && now.mode() == GpuMode.EXCLUSIVE && count > now.onNode()) {
      throw invalid("count", "The node has " + now.onNode() + ".");
    }
    if (until != null && !until.isAfter(clock.instant())) {
      throw invalid("until", "A time to come.");
    }
    rows.wish(desktop, count, until);
    audit.record(caller, "ask-gpus", desktop.value());
    return desktop(caller, desktop);
  }

  private static ProblemException invalid(String field, String message) {
    return ProblemException.invalid(List.of(new FieldProblem(field, "invalid", message)));
  }

  @Override
  @Transactional
  public void setMode(Caller caller, String node, GpuMode mode) {
    caller.requireAdmin();
    rows.lock();
    GpuMode now = rows.mode(node);
    if (now == null) {
      throw ProblemException.notFound("node");
    }
    if (now == mode) {
      return;
    }
    if (rows.isUsed(node)) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE,
          "Desktops run on the node; empty it or stop them first, then change how it gives GPUs.");
    }
    rows.setMode(node, mode);
    audit.record(caller, "gpu-mode-" + mode.wire(), node);
  }
}
