package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.ApplyLimits;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.PreparedRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RootState;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.node.StartedContainer;
import io.labvm.contract.node.VncAnswer;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.container.ContainerSpec;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.device.GpuAccess;
import io.labvm.node.device.GpuGrant;
import io.labvm.node.device.MountPoints;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.figures.ControlGroups;
import io.labvm.node.network.DesktopNetwork;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.relay.RunningDesktops.Running;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.Owner;
import io.labvm.node.rundir.DesktopInput;
import io.labvm.node.rundir.RunDirectories;
import io.labvm.node.sync.DesktopSync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The steps of the contract on this node, each as the contract says, without Temporal. */
public final class Desktops {
  private static final long LOOK_AGAIN_NANOS = 50_000_000;
  private static final int TRIES_PER_LOOK_AT_CONTAINER = 20;
  private static final Duration GREETING = Duration.ofSeconds(1);

  private final Containers containers;
  private final DesktopNetwork network;
  private final DesktopRoots roots;
  private final RunDirectories runDirectories;
  private final SecretSource secrets;
  private final DesktopSync sync;
  private final GpuAccess gpus;
  private final ControlGroups groups;
  private final GuardLife guard;
  private final RunningDesktops running;
  private final Consumer<DesktopId> disconnect;
  private final VncWait vnc;
  private final DesktopLocks locks = new DesktopLocks();

  /**
   * @param disconnect ends all connections of a desktop
   */
  public Desktops(DesktopParts parts, RunningDesktops running, Consumer<DesktopId> disconnect) {
    this.containers = parts.containers();
    this.network = parts.network();
    this.roots = parts.roots();
    this.runDirectories = parts.runDirectories();
    this.secrets = parts.secrets();
    this.sync = parts.sync();
    this.gpus = parts.gpus();
    this.groups = parts.groups();
    this.guard = parts.guard();
    this.vnc = new VncWait(parts.vnc());
    this.running = running;
    this.disconnect = disconnect;
  }

  /** As the contract's step. */
  public RootState inspectRoot(DesktopId desktop) {
    return locks.alone(desktop, () -> roots.inspect(desktop));
  }

  /**
   * Gives up the upper of a desktop that rests, if a version holds all of it.
   *
   * @return whether it did
   */
  public boolean freeUpper(DesktopId desktop, Duration rested) {
    Optional<Owner> owner =
        roots
            .owner(desktop)
            .filter(o -> !o.freed() && o.restsSince() > 0)
            .filter(o -> System.currentTimeMillis() - o.restsSince() >= rested.toMillis());
    // the store is asked while nobody waits for it
    if (owner.isEmpty() || roots.synced(desktop).filter(sync::isSaved).isEmpty()) {
      return false;
    }
    return locks.alone(
        desktop,
        () -> {
          boolean still =
              roots.owner(desktop).equals(owner)
                  && containers.find(desktop).isEmpty()
                  && !roots.isInUse(desktop);
          // of an upper that goes while it is captured, the next version would hold nothing
          return still && sync.apart(desktop, () -> roots.free(desktop));
        });
  }

  /**
   * Moves the upper of a desktop aside that goes on elsewhere, on another one, if no version holds
   * all of it.
   *
   * @return whether it did
   * @throws IOException when the store cannot be asked
   */
  boolean setAside(DesktopId desktop) throws IOException {
    Optional<SyncedUpper> upper = roots.synced(desktop);
    // the store is asked while nobody waits for it
    if (upper.isEmpty() || !sync.isLeftBehind(upper.get())) {
      return false;
    }
    return locks.alone(
        desktop,
        () ->
            roots.synced(desktop).equals(upper)
                && containers.find(desktop).isEmpty()
                && sync.apart(desktop, () -> roots.setAside(desktop)));
  }

  /** Throws an upper away that was left behind; false when it is not there. */
  boolean discard(DesktopId desktop, String left) {
    return locks.alone(desktop, () -> roots.leftBehind().discard(desktop, left));
  }

  /** As the contract's step; a container of an older epoch is ended first. */
  public PreparedRoot prepareRoot(PrepareRoot request) {
    DesktopId desktop = request.desktop();
    return locks.alone(
        desktop,
        () -> {
          Optional<DesktopContainer> there = containers.find(desktop);
          refuseOlder(desktop, there, request.epoch());
          if (there.filter(c -> c.epoch() < request.epoch()).isPresent()) {
            end(desktop);
          }
          boolean runs = there.filter(c -> c.running() && c.epoch() == request.epoch()).isPresent();
          PreparedRoot prepared = roots.prepare(request, runs);
          roots.synced(desktop).ifPresent(sync::start);
          return prepared;
        });
  }

  /** As the contract's step. An upper that stays is shipped until a capture at rest has it all. */
  public void releaseRoot(ReleaseRoot request) {
    alone(
        request.desktop(),
        () -> {
          if (request.discardUpper()) {
            sync.stop(request.desktop());
          }
          roots.release(request.desktop(), request.discardUpper());
        });
  }

  /**
   * Removes all that is here of a desktop that was deleted, with what was left behind: no page
   * shows it any more.
   */
  void forget(DesktopId desktop) {
    removeContainer(desktop);
    alone(desktop, () -> roots.leftBehind().discard(desktop));
    releaseRoot(new ReleaseRoot(desktop, true));
  }

  /** As the contract's step. */
  public StartedContainer runContainer(RunContainer request) {
    DesktopSpec spec = request.spec();
    return locks.alone(
        spec.desktop(),
        () -> {
          long began = System.nanoTime();
          DesktopContainer container = started(request);
          network.isolate(container.pid(), spec.address());
          running.put(spec.desktop(), new Running(request.epoch(), spec.address(), container.id()));
          return new StartedContainer(container.id(), (System.nanoTime() - began) / 1_000_000);
        });
  }

  private DesktopContainer started(RunContainer request) {
    DesktopId desktop = request.spec().desktop();
    Optional<DesktopContainer> there = containers.find(desktop);
    refuseOlder(desktop, there, request.epoch());
    if (there.filter(c -> c.running() && c.epoch() == request.epoch()).isPresent()) {
      return there.orElseThrow();
    }
    guard.require();
    Granted granted = secrets.fetch(desktop, request.epoch());
    GpuGrant gpus = this.gpus.grant(granted.gpus());
    end(desktop);
    roots.remount(desktop, request.epoch(), MountPoints.of(gpus.edits()));
    // a new engine has neither, and nothing may run before the filter stands
    containers.prepare();
    network.apply();
    DesktopInput input = granted.input();
    Path run = fill(desktop, input, gpus);
    return containers.run(spec(request, input, run, gpus.requested()));
  }

  private ContainerSpec spec(
      RunContainer request, DesktopInput input, Path run, List<String> requestedGpus) {
    DesktopSpec spec = request.spec();
    return new ContainerSpec(
        spec.desktop(),
        request.epoch(),
        request.operation(),
        input.hostname(),
        spec.address(),
        spec.limits(),
        roots.merged(spec.desktop()),
        run,
        requestedGpus);
  }

  private Path fill(DesktopId desktop, DesktopInput input, GpuGrant gpus) {
    return withRunDirectory(
        desktop,
        () -> {
          Path directory = runDirectories.renew(desktop);
          runDirectories.write(desktop, input);
          runDirectories.writeEdits(desktop, gpus.edits().json());
          if (!gpus.isEmpty()) {
            runDirectories.writeGpuFiles(desktop, gpus.files());
          }
          return directory;
        });
  }

  private void refuseOlder(DesktopId desktop, Optional<DesktopContainer> there, long epoch) {
    long newest =
        Math.max(
            there.map(DesktopContainer::epoch).orElse(0L),
            roots.owner(desktop).map(Owner::epoch).orElse(0L));
    if (epoch < newest) {
      throw new NodeFailure(
          FailureCode.STALE_EPOCH,
          "this node has seen epoch %d of desktop %s, asked for %d"
              .formatted(newest, desktop, epoch));
    }
  }

  /** As the contract's step. */
  public void removeContainer(DesktopId desktop) {
    alone(desktop, () -> end(desktop));
  }

  /** New connections are refused before old ones are ended, and both before the container. */
  private void end(DesktopId desktop) {
    running.remove(desktop);
    disconnect.accept(desktop);
    containers.remove(desktop);
    var ignored =
        withRunDirectory(
            desktop,
            () -> {
              runDirectories.remove(desktop);
              return true;
            });
  }

  /**
   * As the contract's step; does not keep others out, so that a stop can come meanwhile.
   *
   * @param stillWanted called several times a second; throws to end the wait
   */
  public VncAnswer awaitVnc(AwaitVnc request, Runnable stillWanted) {
    DesktopId desktop = request.desktop();
    long began = System.nanoTime();
    long end = began + Duration.ofSeconds(request.timeoutSeconds()).toNanos();
    for (int tries = 1; ; tries++) {
      stillWanted.run();
      String problem = vnc.problem(desktop, GREETING);
      if (problem.isEmpty()) {
        return new VncAnswer((System.nanoTime() - began) / 1_000_000);
      }
      if (tries % TRIES_PER_LOOK_AT_CONTAINER == 0) {
        requireRunning(desktop, request.epoch());
      }
      if (System.nanoTime() > end) {
        throw new NodeFailure(
            FailureCode.NO_VNC_ANSWER,
            "desktop %s gave no VNC answer within %d s: %s"
                .formatted(desktop, request.timeoutSeconds(), problem));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private void requireRunning(DesktopId desktop, long epoch) {
    Optional<DesktopContainer> there = containers.find(desktop);
    refuseOlder(desktop, there, epoch);
    if (there.filter(DesktopContainer::running).isEmpty()) {
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          there
              .map(c -> "desktop %s ended with exit code %d".formatted(desktop, c.exitCode()))
              .orElse("desktop " + desktop + " has no container"));
    }
  }

  /** As the contract's step. */
  public void restartSession(DesktopId desktop) {
    alone(desktop, () -> containers.signal(desktop, "USR1"));
  }

  /** As the contract's step; a desktop that does not run gets its secrets at its start. */
  public void refreshSecrets(DesktopId desktop, long epoch) {
    alone(
        desktop,
        () -> {
          refuseOlder(desktop, containers.find(desktop), epoch);
          var ignored =
              withRunDirectory(
                  desktop,
                  () -> {
                    if (runDirectories.exists(desktop)) {
                      runDirectories.write(desktop, secrets.fetch(desktop, epoch).input());
                    }
                    return true;
                  });
        });
  }

  /** As the contract's step. */
  public void applyLimits(ApplyLimits request) {
    alone(
        request.desktop(),
        () -> {
          Optional<DesktopContainer> there = containers.find(request.desktop());
          refuseOlder(request.desktop(), there, request.epoch());
          there
              .filter(DesktopContainer::running)
              .ifPresent(container -> limit(container, request.limits()));
        });
  }

  /** Version 2 of control groups would end processes instead of refusing. */
  private void limit(DesktopContainer container, Limits limits) {
    long held =
        groups.heldBytes(
            new ControlGroups.Run(container.desktop(), container.epoch(), container.id()));
    if (limits.memoryBytes() <= held) {
      throw new NodeFailure(
          FailureCode.MEMORY_IN_USE,
          "its processes hold %d MiB, asked for %d MiB"
              .formatted(held >> 20, limits.memoryBytes() >> 20));
    }
    containers.limit(container, limits);
  }

  /**
   * Compares what runs with what is known: adopts a desktop that runs at its epoch, ends one that
   * ended or whose epoch is old, and throws away a run directory that nobody uses. Roots stay
   * mounted: their operation may be about to go on.
   *
   * @return whether the desktop runs
   */
  boolean reconcile(DesktopId desktop) {
    return locks.alone(
        desktop,
        () -> {
          Optional<DesktopContainer> there = containers.find(desktop);
          long newest = roots.owner(desktop).map(Owner::epoch).orElse(0L);
          if (there.filter(c -> c.running() && c.epoch() >= newest).isEmpty()) {
            end(desktop);
            return false;
          }
          adopt(there.orElseThrow());
          return true;
        });
  }

  private void adopt(DesktopContainer container) {
    if (container.address().isEmpty()) {
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          "the container of desktop " + container.desktop() + " has no address");
    }
    Running adopted = new Running(container.epoch(), container.address(), container.id());
    if (running.find(container.desktop()).filter(adopted::equals).isPresent()) {
      return;
    }
    network.isolate(container.pid(), container.address());
    running.put(container.desktop(), adopted);
    roots.synced(container.desktop()).ifPresent(sync::start);
  }

  private interface RunDirectoryWork<R> {
    R run() throws IOException;
  }

  private static <R> R withRunDirectory(DesktopId desktop, RunDirectoryWork<R> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          "the run directory of desktop %s: %s".formatted(desktop, e.getMessage()),
          e);
    }
  }

  private void alone(DesktopId desktop, Runnable work) {
    Supplier<Boolean> supplied =
        () -> {
          work.run();
          return true;
        };
    var ignored = locks.alone(desktop, supplied);
  }
}
