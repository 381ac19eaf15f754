package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationId;
import io.labvm.node.failure.NodeFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Containers} in memory; keeps to the contract suite. */
public final class FakeContainers implements Containers {
  private final Map<DesktopId, DesktopContainer> containers = new HashMap<>();
  private final List<String> signals = new ArrayList<>();
  private Answer answer = new Answer(0, "");
  private boolean away;
  private int made;

  /** Of a container as good as any other. */
  public static ContainerSpec spec(DesktopId desktop, long epoch) {
    return new ContainerSpec(
        desktop,
        epoch,
        new OperationId("o1"),
        "host",
        "10.213.0.9",
        new Limits(1000, 256L << 20, 200, 0),
        Path.of("/root"),
        Path.of("/run"),
        List.of());
  }

  /** An engine that is away fails every call. */
  public void setAway(boolean away) {
    this.away = away;
  }

  /** Ends a container as a member can. */
  public void end(DesktopId desktop) {
    containers.computeIfPresent(
        desktop, (_, c) -> new DesktopContainer(c.id(), desktop, c.epoch(), false, 0, "", 143));
  }

  /** Signals sent, {@code <desktop> <signal>}. */
  public List<String> signals() {
    return List.copyOf(signals);
  }

  @Override
  public void prepare() {
    requireEngine();
  }

  @Override
  public DesktopContainer run(ContainerSpec spec) {
    Optional<DesktopContainer> there = find(spec.desktop());
    if (there.filter(c -> c.epoch() > spec.epoch()).isPresent()) {
      throw new NodeFailure(FailureCode.STALE_EPOCH, "newer");
    }
    if (there.filter(c -> c.running() && c.epoch() == spec.epoch()).isPresent()) {
      return there.orElseThrow();
    }
    made++;
    DesktopContainer started =
        new DesktopContainer(
            "c" + made, spec.desktop(), spec.epoch(), true, 1000 + made, spec.address(), 0);
    containers.put(spec.desktop(), started);
    return started;
  }

  @Override
  public Optional<DesktopContainer> find(DesktopId desktop) {
    requireEngine();
    return Optional.ofNullable(containers.get(desktop));
  }

  @Override
  public List<DesktopContainer> list() {
    requireEngine();
    return List.copyOf(containers.values());
  }

  @Override
  public void remove(DesktopId desktop) {
    requireEngine();
    containers.remove(desktop);
  }

  @Override
  public void signal(DesktopId desktop, String signal) {
    if (find(desktop).filter(DesktopContainer::running).isEmpty()) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, "does not run");
    }
    signals.add(desktop + " " + signal);
  }

  @Override
  public Answer execute(DesktopId desktop, Duration limit, List<String> command) {
    if (find(desktop).filter(DesktopContainer::running).isEmpty()) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, "does not run");
    }
    return answer;
  }

  /** What every program says from now on. */
  public void setAnswer(Answer answer) {
    this.answer = answer;
  }

  @Override
  public void limit(DesktopContainer container, Limits limits) {
    if (find(container.desktop()).filter(DesktopContainer::running).isEmpty()) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, "does not run");
    }
  }

  @Override
  public String engineVersion() {
    requireEngine();
    return "fake";
  }

  private void requireEngine() {
    if (away) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, "the engine does not answer");
    }
  }
}
