package io.labvm.workflows.world;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.ApplyLimits;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.CopiedBack;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.FetchLayers;
import io.labvm.contract.node.FetchedBase;
import io.labvm.contract.node.FetchedLayers;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.NodeIoActivities;
import io.labvm.contract.node.NodePing;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.PreparedRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RootState;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.node.StartedContainer;
import io.labvm.contract.node.VncAnswer;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.ChainHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A node: what is cached, mounted and running on it. */
public final class FakeNode implements NodeActivities, NodeIoActivities {
  private final NodeId id;
  private final Faults faults;
  private final Secrets secrets;
  public final Set<BaseId> bases = ConcurrentHashMap.newKeySet();
  public final Map<DesktopId, UpperId> uppers = new ConcurrentHashMap<>();
  public final Map<DesktopId, Long> mounted = new ConcurrentHashMap<>();
  public final Map<DesktopId, Long> containers = new ConcurrentHashMap<>();
  private volatile @Nullable CountDownLatch stuck;

  public FakeNode(NodeId id, Faults faults, Secrets secrets) {
    this.id = id;
    this.faults = faults;
    this.secrets = secrets;
  }

  /** The node channel: a node gets secrets only for what it holds at the epoch assigned. */
  public interface Secrets {
    boolean mayRead(DesktopId desktop, NodeId node, long epoch);
  }

  /** From now on every call hangs, as if the agent had been killed in it. */
  public void hang() {
    stuck = new CountDownLatch(1);
  }

  /** The agent is back; calls that hung have died. */
  public void comeBack() {
    CountDownLatch latch = stuck;
    stuck = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  /** The engine was killed: containers are gone. */
  public void loseContainers() {
    containers.clear();
  }

  @Override
  public FetchedBase fetchBase(FetchBase request) {
    return faults.pass(
        "NodeIo.FetchBase",
        () -> {
          hangIfStuck();
          bases.add(request.base());
          return new FetchedBase(request.base(), 1);
        });
  }

  /** Uppers that were given up. */
  public final Set<DesktopId> freed = ConcurrentHashMap.newKeySet();

  /** Layers that were brought here. */
  public final Set<String> layers = ConcurrentHashMap.newKeySet();

  /** What was copied back. */
  public final List<CopyBack> copied = Collections.synchronizedList(new ArrayList<>());

  @Override
  public RootState inspectRoot(DesktopId desktop) {
    return faults.pass(
        "Node.InspectRoot", () -> new RootState(uppers.get(desktop), freed.contains(desktop)));
  }

  @Override
  public FetchedLayers fetchLayers(FetchLayers request) {
    return faults.pass(
        "NodeIo.FetchLayers",
        () -> {
          hangIfStuck();
          layers.addAll(request.layers());
          return new FetchedLayers(1);
        });
  }

  @Override
  public CopiedBack copyBack(CopyBack request) {
    return faults.pass(
        "NodeIo.CopyBack",
        () -> {
          refuse(
              !containers.containsKey(request.desktop()), FailureCode.WRONG_STATE, "not running");
          copied.add(request);
          return new CopiedBack("/home/data.v1", 2, 3);
        });
  }

  /** Roots, in the order in which they were mounted. */
  public final List<PrepareRoot> prepared = new CopyOnWriteArrayList<>();

  @Override
  public PreparedRoot prepareRoot(PrepareRoot request) {
    return faults.pass(
        "Node.PrepareRoot",
        () -> {
          hangIfStuck();
          refuse(!bases.contains(request.base()), FailureCode.MOUNT_FAILED, "no base");
          refuse(!layers.containsAll(request.layers()), FailureCode.MOUNT_FAILED, "no layer");
          UpperId present = uppers.get(request.desktop());
          refuse(present == null && !request.create(), FailureCode.UPPER_MISSING, "no upper");
          refuse(
              present != null && !present.equals(request.upper()) && !request.create(),
              FailureCode.UPPER_IN_USE,
              "another upper");
          uppers.put(request.desktop(), request.upper());
          prepared.add(request);
          freed.remove(request.desktop());
          mounted.put(request.desktop(), request.epoch());
          return new PreparedRoot(request.upper(), present == null);
        });
  }

  @Override
  public void releaseRoot(ReleaseRoot request) {
    faults.pass(
        "Node.ReleaseRoot",
        () -> {
          hangIfStuck();
          refuse(
              containers.containsKey(request.desktop()), FailureCode.UPPER_IN_USE, "it still runs");
          mounted.remove(request.desktop());
          if (request.discardUpper()) {
            uppers.remove(request.desktop());
          }
        });
  }

  @Override
  public StartedContainer runContainer(RunContainer request) {
    return faults.pass(
        "Node.RunContainer",
        () -> {
          hangIfStuck();
          DesktopId desktop = request.spec().desktop();
          refuse(!mounted.containsKey(desktop), FailureCode.CONTAINER_FAILED, "no root");
          refuse(
              !secrets.mayRead(desktop, id, request.epoch()),
              FailureCode.SECRETS_UNAVAILABLE,
              "not assigned");
          containers.put(desktop, request.epoch());
          limits.put(desktop, request.spec().limits());
          return new StartedContainer("c-" + desktop, 1);
        });
  }

  @Override
  public void removeContainer(DesktopId desktop) {
    faults.pass(
        "Node.RemoveContainer",
        () -> {
          hangIfStuck();
          containers.remove(desktop);
        });
  }

  @Override
  public VncAnswer awaitVnc(AwaitVnc request) {
    return faults.pass(
        "Node.AwaitVnc",
        () -> {
          hangIfStuck();
          refuse(
              !containers.containsKey(request.desktop()),
              FailureCode.CONTAINER_FAILED,
              "no container");
          return new VncAnswer(1);
        });
  }

  @Override
  public void restartSession(DesktopId desktop) {
    faults.pass("Node.RestartSession", this::hangIfStuck);
  }

  @Override
  public void refreshSecrets(DesktopId desktop, long epoch) {
    faults.pass(
        "Node.RefreshSecrets",
        () ->
            refuse(
                !Long.valueOf(epoch).equals(containers.get(desktop)),
                FailureCode.STALE_EPOCH,
                "epoch"));
  }

  /** What running desktops are held to since they were started. */
  public final Map<DesktopId, Limits> limits = new ConcurrentHashMap<>();

  @Override
  public void applyLimits(ApplyLimits request) {
    faults.pass(
        "Node.ApplyLimits",
        () -> {
          hangIfStuck();
          limits.put(request.desktop(), request.limits());
        });
  }

  /** Changes made in the desktops since they were captured last. */
  public final AtomicLong changes = new AtomicLong(1);

  private final AtomicLong shipped = new AtomicLong();

  @Override
  public Captured capture(CaptureUpper request) {
    return faults.pass(
        "NodeIo.Capture",
        () -> {
          hangIfStuck();
          UpperId upper = uppers.get(request.desktop());
          if (upper == null) {
            throw Failures.of(FailureCode.UPPER_MISSING, "no upper", null);
          }
          long files = changes.getAndSet(0);
          long segment = files == 0 ? shipped.get() : shipped.incrementAndGet();
          boolean runs = containers.containsKey(request.desktop());
          return new Captured(
              new ChainHead(upper, segment, "00"),
              runs ? "frozen" : "stopped",
              files,
              files * 100,
              runs ? 20 : 0);
        });
  }

  @Override
  public void thaw(DesktopId desktop) {
    faults.pass("Node.Thaw", this::hangIfStuck);
  }

  @Override
  public NodePing ping() {
    return faults.pass("Node.Ping", () -> new NodePing(id, "boot", "test"));
  }

  @Override
  public NodePing pingIo() {
    return faults.pass("NodeIo.PingIo", () -> new NodePing(id, "boot", "test"));
  }

  private void hangIfStuck() {
    CountDownLatch latch = stuck;
    if (latch == null) {
      return;
    }
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("died in the call");
  }

  private static void refuse(boolean condition, FailureCode code, String why) {
    if (condition) {
      throw Failures.of(code, why, null);
    }
  }
}
