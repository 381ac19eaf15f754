package io.labvm.ui.page;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.Progress;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountStatus;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.desktops.Addresses;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.drains.DrainView;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeHistory;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.operations.ErrorView;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.operations.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records as the services would answer them, with real and with unkind contents. */
public final class Samples {
  public static final DesktopId DESKTOP = new DesktopId("d7Kq2mXw9LhB4tRf");
  public static final OperationId OPERATION = new OperationId("o3Vn8sJc1PzE6yUa");

  private static final List<String> STEPS =
      List.of("approval", "place", "store", "base", "epoch", "root", "container", "vnc", "address");

  private Samples() {}

  public static Account account(Role role) {
    return new Account(
        new AccountId("a-" + role.wire()),
        role == Role.ADMIN ? "admin" : "wang",
        role == Role.ADMIN ? "Admin" : "王小明",
        "wang@lab.example",
        null,
        role,
        AccountStatus.ACTIVE,
        null,
        "zh_CN",
        "",
        Instant.now().minus(Duration.ofDays(40)));
  }

  public static DesktopView desktop(DesktopPhase state, DesktopCommand... allowed) {
    return desktop(DESKTOP, "wang", "王小明", state, allowed);
  }

  public static DesktopView desktop(
      DesktopId id, String owner, String name, DesktopPhase state, DesktopCommand... allowed) {
    return new DesktopView(
        id,
        owner,
        owner,
        owner,
        name,
        state,
        state == DesktopPhase.FAILED ? List.of("disk-full") : List.of(),
        "amax",
        null,
        "full-3",
        "zh_CN",
        new Limits(4000, 16L << 30, 4096, 8L << 30),
        new Addresses(
            "lab.example:9001",
            "lab.example:10001",
            "http://lab.example:8123/desktops/" + id + "/screen"),
        state == DesktopPhase.RUNNING ? Instant.now().minus(Duration.ofMinutes(192)) : null,
        null,
        null,
        null,
        Instant.now().minus(Duration.ofDays(12)),
        Set.of(allowed));
  }

  /** The same desktop, of which the store does not have everything. */
  public static DesktopView behind(
      DesktopView d, @Nullable RecoveryPointView point, List<String> badges) {
    return lately(d, point, d.startsElsewhereAt(), badges);
  }

  /** The same desktop, which starts on another node by itself. */
  public static DesktopView startingElsewhere(DesktopView d, Instant at) {
    return lately(d, d.recoveryPoint(), at, d.badges());
  }

  private static DesktopView lately(
      DesktopView d,
      @Nullable RecoveryPointView point,
      @Nullable Instant startsElsewhereAt,
      List<String> badges) {
    return new DesktopView(
        d.id(),
        d.name(),
        d.login(),
        d.owner(),
        d.ownerName(),
        d.state(),
        badges,
        d.node(),
        d.wantedNode(),
        d.base(),
        d.language(),
        d.limits(),
        d.addresses(),
        d.runningSince(),
        d.currentOperation(),
        point,
        startsElsewhereAt,
        d.createdAt(),
        d.allowed());
  }

  /** One that came to something. */
  public static OperationView ended(OperationId id, OperationKind kind, OperationResult result) {
    return ended(id, kind, "wang", result);
  }

  public static OperationView ended(
      OperationId id, OperationKind kind, String asker, @Nullable OperationResult result) {
    OperationView end = operation(id, kind, OperationState.SUCCEEDED, STEPS.size());
    return new OperationView(
        id,
        end.desktop(),
        end.owner(),
        kind,
        end.state(),
        asker,
        end.createdAt(),
        end.startedAt(),
        end.endedAt(),
        end.steps(),
        null,
        result,
        null,
        false);
  }

  public static OperationView operation(
      OperationId id, OperationKind kind, OperationState state, int done) {
    var start = Instant.now().minus(Duration.ofSeconds(state.terminal() ? 4000 : 42));
    var steps = new ArrayList<StepView>();
    for (int i = 0; i < STEPS.size(); i++) {
      steps.add(step(i, done, state, start));
    }
    return new OperationView(
        id,
        DESKTOP,
        "wang",
        kind,
        state,
        "wang",
        start,
        start,
        state.terminal() ? start.plusSeconds(9) : null,
        steps,
        state == OperationState.FAILED ? error(kind) : null,
        null,
        null,
        !state.terminal());
  }

  private static StepView step(int index, int done, OperationState operation, Instant start) {
    var name = STEPS.get(index);
    var began = start.plusMillis(index * 900L);
    if (index == 0) {
      return new StepView(name, StepState.SKIPPED, 0, null, null, null, null, null);
    }
    if (index < done) {
      return new StepView(name, StepState.SUCCEEDED, 1, began, 0.9 * index, null, null, null);
    }
    if (index > done) {
      return new StepView(name, StepState.PENDING, 0, null, null, null, null, null);
    }
    if (operation == OperationState.FAILED) {
      return new StepView(
          name, StepState.FAILED, 5, began, 31.0, null, null, error(OperationKind.REGISTER));
    }
    var progress =
        name.equals("base") ? new Progress(1_288_490_189L, 3_328_599_655L, "bytes", 40L) : null;
    return new StepView(name, StepState.RUNNING, 1, began, 12.0, progress, null, null);
  }

  private static ErrorView error(OperationKind kind) {
    return new ErrorView(
        "no-vnc-answer",
        "vnc",
        "“" + kind.wire() + "” stopped at “vnc”",
        "The desktop started, but its screen did not answer in time. (no RFB banner on the socket after 30 s)",
        "Your desktop is off; its files are kept.",
        "Try again. If it fails again, give an admin the operation number.");
  }

  /** A drain of amax: one desktop moved, one moving, one left. */
  public static DrainView drain(DrainState state, DrainWish wish) {
    return new DrainView(
        "drain1",
        "amax",
        false,
        state,
        wish,
        2,
        Instant.now(),
        null,
        List.of(
            move("d1", "wang", MoveState.MOVED, "bmax", null),
            move("d2", "li", MoveState.MOVING, null, null),
            move("d3", "zhao", MoveState.LEFT, null, "no node takes desktops now")));
  }

  private static DrainView.Move move(
      String desktop, String login, MoveState state, @Nullable String to, @Nullable String reason) {
    return new DrainView.Move(new DesktopId(desktop), login, state, to, "op-" + desktop, reason);
  }

  public static NodeView node(String id, NodeState state, @Nullable Duration age) {
    return node(id, state, age, age == null ? null : figures(age, GPUS, null));
  }

  /** A node that was busy in the second of three steps, told nothing in the third, and idle. */
  public static NodeHistory history(HistoryRange range) {
    Instant to = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    Instant from = to.minus(range.step().multipliedBy(3));
    return new NodeHistory(
        from,
        to,
        range.step().toSeconds(),
        List.of(
            past(from, 0.1, null),
            past(from.plus(range.step()), 0.9, 83.0),
            past(from.plus(range.step().multipliedBy(3)), 0.2, null)));
  }

  private static NodeHistory.Point past(Instant at, double cpu, @Nullable Double celsius) {
    return new NodeHistory.Point(
        at,
        cpu,
        0.5,
        null,
        null,
        null,
        1,
        List.of(new NodeHistory.GpuPoint(null, cpu / 2, celsius, null)));
  }

  /** A node that runs well but for its GPUs. */
  public static NodeView nodeWithGpuProblem(String problem) {
    Duration age = Duration.ofSeconds(2);
    return node("amax", NodeState.UP, age, figures(age, List.of(), problem));
  }

  private static NodeView node(
      String id, NodeState state, @Nullable Duration age, NodeView.@Nullable Figures figures) {
    Instant seen = age == null ? null : Instant.now().minus(age);
    boolean drain = state == NodeState.DRAINING || state == NodeState.MAINTENANCE;
    boolean open = state != NodeState.CORDONED && !drain;
    return new NodeView(id, state, open, true, seen, 3, drain, figures);
  }

  private static final List<NodeView.GpuView> GPUS =
      List.of(
          new NodeView.GpuView(
              "GPU-1",
              "NVIDIA GeForce RTX 2080 Ti",
              0.61,
              7L << 30,
              11L << 30,
              71.0,
              212.0,
              null,
              List.of(
                  new NodeView.GpuUse(4711, "python3", 6L << 30, "wang"),
                  new NodeView.GpuUse(812, "burn", null, null))),
          new NodeView.GpuView(
              "GPU-2", "NVIDIA H100 MIG", null, 0, 11L << 30, null, null, 2L, List.of()));

  private static NodeView.Figures figures(
      Duration age, List<NodeView.GpuView> gpus, @Nullable String gpuProblem) {
    return new NodeView.Figures(
        Instant.now().minus(age),
        16,
        0.37,
        64L << 30,
        55L << 30,
        500L << 30,
        18L << 30,
        1L << 40,
        1L << 39,
        "20.10.24",
        "6.18.0",
        gpus,
        gpuProblem,
        "cdi",
        null);
  }
}
