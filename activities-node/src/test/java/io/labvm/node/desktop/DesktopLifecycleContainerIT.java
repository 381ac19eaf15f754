package io.labvm.node.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.BaseId;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.TicketKey;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsEnd;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Store;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.node.container.Containers;
import io.labvm.node.device.GpuProbe;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.network.LinuxDesktopNetwork;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.relay.DesktopDialer;
import io.labvm.node.relay.Relay;
import io.labvm.node.relay.RelaySettings;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.root.BaseImages;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.DiskSpace;
import io.labvm.node.root.LayerImages;
import io.labvm.node.rundir.DesktopInput;
import io.labvm.node.rundir.RunDirectories;
import io.labvm.node.rundir.VncSockets;
import io.labvm.node.sync.DesktopSync;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.FakeGpus;
import io.labvm.node.testkit.TestIdentity;
import io.labvm.node.testkit.TestNode;
import io.labvm.node.testkit.TinyBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A desktop's life on a node, all parts real: engine, images, overlay, init, Xvnc, relay. */
class DesktopLifecycleContainerIT {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final BaseId BASE = new BaseId("tiny-1");
  private static final UpperId UPPER = new UpperId("u1");
  private static final OperationId OPERATION = new OperationId("o1");
  private static final DesktopSpec SPEC =
      new DesktopSpec(
          DESKTOP,
          "anna",
          BASE,
          null,
          "10.213.0.9",
          "zh_CN",
          new Limits(1000, 512L << 20, 200, 64L << 20));

  private static TestNode node;
  private static Containers containers;
  private static Path state;
  private static TestIdentity identity;
  private static FakeGpus gpus;

  private final RunningDesktops running = new RunningDesktops();
  private Instant now = Instant.EPOCH;
  private String secret = "aB3-_x9z";
  private @Nullable List<String> wantedGpus = List.of();
  private DesktopParts parts;
  private Desktops desktops;
  private DesktopSync sync;
  private Relay relay;

  @BeforeAll
  static void startNodeWithABase() throws Exception {
    node = new TestNode();
    containers = node.containers();
    state = node.scratch().resolve("state");
    gpus = new FakeGpus(node.scratch().resolve("gpus"));
    identity = TestIdentity.make(node.scratch().path(), "n1");
    Store store = Store.create(node.scratch().resolve("store"));
    var ignored =
        store.bases().importFrom("tiny", TreeSource.of(TinyBase.tar()), ImportProgress.none());
  }

  @AfterAll
  static void removeNode() throws IOException {
    gpus.close();
    node.close();
  }

  /** As a start of the agent does. */
  @BeforeEach
  void startAgent() throws IOException {
    DiskSpace disk = new DiskSpace(node.scratch().path(), 0);
    BaseImages bases =
        new BaseImages(
            new BaseCache(state.resolve("bases")),
            new ImageMounts(state.resolve("images"), MountFeatures.all()),
            node.scratch().resolve("store"),
            disk);
    long ignored = bases.fetch(BASE, CopyProgress.none());
    sync = new DesktopSync(node.scratch().resolve("store"), SyncSettings.standard());
    RunDirectories runDirectories = new RunDirectories(node.scratch().resolve("run"));
    VncSockets vnc = new VncSockets(runDirectories);
    parts =
        new DesktopParts(
            containers,
            new LinuxDesktopNetwork(node.network(), node.inside()),
            new DesktopRoots(
                state,
                bases,
                new LayerImages(
                    state,
                    new ImageMounts(state.resolve("images"), MountFeatures.all()),
                    MountFeatures.all(),
                    node.scratch().resolve("store"),
                    disk),
                new OverlayMounts(MountFeatures.all()),
                disk,
                new SystemCommands(Duration.ofMinutes(1)),
                Runnable::run),
            runDirectories,
            vnc,
            (_, _) ->
                new Granted(
                    new DesktopInput("anna", "zh_CN", "anna-desktop", secret, ""), wantedGpus),
            sync,
            gpus.access(),
            node.groups(),
            new GuardLife(node.scratch().resolve("run"), () -> now));
    guardGivesASign();
    relay =
        new Relay(
            identity.server(),
            new RelaySettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                8,
                4,
                Duration.ofSeconds(5)),
            new TicketVerifier(identity.tickets().getPublic(), "n1", InstantSource.system()),
            running,
            new DesktopDialer(vnc));
    relay.start();
    desktops = new Desktops(parts, running, relay::disconnect);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    desktops.removeContainer(DESKTOP);
    desktops.releaseRoot(new ReleaseRoot(DESKTOP, true));
    sync.close();
    relay.close();
    assertThat(containers.list()).isEmpty();
    assertThat(state.resolve("desktops")).isEmptyDirectory();
    assertThat(parts.runDirectories().list()).isEmpty();
    assertThat(node.scratch().mounts())
        .noneMatch(mount -> mount.toString().contains("/d1/") || mount.endsWith("merged"));
  }

  private void guardGivesASign() throws IOException {
    Path sign = node.scratch().resolve("run/guard-alive");
    Files.createDirectories(sign.getParent());
    Files.writeString(sign, "");
    now = Files.getLastModifiedTime(sign).toInstant();
  }

  @Test
  void doesNotStartWhileNobodyCouldStopIt() throws Exception {
    prepare(1, true);
    now = now.plusSeconds(10);
    fails(FailureCode.CONTAINER_FAILED, () -> run(1));
    Files.delete(node.scratch().resolve("run/guard-alive"));
    fails(FailureCode.CONTAINER_FAILED, () -> run(1));
    assertThat(containers.list()).isEmpty();
    guardGivesASign();
    String container = run(1);
    now = now.plusSeconds(60);
    assertThat(run(1)).as("it runs already").isEqualTo(container);
  }

  @Test
  void livesThroughStartRelayRotationAndStop() throws Exception {
    assertThat(prepare(1, true)).isTrue();
    String container = run(1);
    assertThat(run(1)).isEqualTo(container);
    awaitVnc(1);
    try (TlsEnd viewer = view(1)) {
      assertThat(greeting(viewer)).startsWith("RFB 003.");
      rotateSecret(container);
      desktops.removeContainer(DESKTOP);
      assertThat(ended(viewer)).isTrue();
    }
    assertThatThrownBy(() -> view(1)).hasMessageContaining("not-running");
  }

  private void rotateSecret(String container) throws IOException {
    secret = "newone77";
    desktops.refreshSecrets(DESKTOP, 1);
    assertThat(parts.runDirectories().of(DESKTOP).resolve("in/vnc-secret")).hasContent("newone77");
    assertThat(containers.find(DESKTOP).orElseThrow().id()).isEqualTo(container);
  }

  @Test
  void keepsFilesThroughStopAndStart() throws Exception {
    prepare(1, true);
    run(1);
    awaitVnc(1);
    Files.writeString(parts.roots().merged(DESKTOP).resolve("mine"), "kept");
    desktops.removeContainer(DESKTOP);
    desktops.releaseRoot(new ReleaseRoot(DESKTOP, false));
    assertThat(prepare(2, false)).isFalse();
    run(2);
    awaitVnc(2);
    assertThat(parts.roots().merged(DESKTOP).resolve("mine")).hasContent("kept");
    fails(FailureCode.STALE_EPOCH, () -> run(1));
    fails(FailureCode.STALE_EPOCH, () -> desktops.refreshSecrets(DESKTOP, 1));
  }

  @Test
  void runningDesktopIsCapturedWhileItStandsStillAndRunsOn() throws Exception {
    Store store = Store.open(node.scratch().resolve("store"));
    DesktopKey key = new DesktopKey("d1");
    store
        .desktops()
        .create(key, io.labvm.layers.store.BaseId.parse("tiny-1").orElseThrow(), operation("reg"));
    long epoch = store.desktops().takeEpoch(key, new Holder("n1", "u1"), operation("start"));
    prepare(epoch, true);
    run(epoch);
    awaitVnc(epoch);
    Files.writeString(parts.roots().merged(DESKTOP).resolve("mine"), "kept");
    Captures captures = new Captures(parts, new NodeId("n1"));
    Captured captured = captures.capture(new CaptureUpper(DESKTOP, epoch, OPERATION));
    assertThat(captured.consistency()).isEqualTo("frozen");
    assertThat(captured.frozenMillis()).isBetween(0L, 2000L);
    var sealed =
        store
            .seals()
            .seal(
                new SealRequest(
                    key,
                    Optional.ofNullable(captured.head())
                        .map(h -> new Covers("u1", h.segment(), Digest.parse(h.digest()))),
                    "",
                    "manual",
                    operation("b1")));
    assertThat(sealed.created()).isTrue();
    captures.thaw(DESKTOP);
    awaitVnc(epoch);
    fails(
        FailureCode.STALE_EPOCH,
        () -> captures.capture(new CaptureUpper(DESKTOP, epoch - 1, OPERATION)));
    desktops.removeContainer(DESKTOP);
    desktops.releaseRoot(new ReleaseRoot(DESKTOP, false));
    assertThat(captures.capture(new CaptureUpper(DESKTOP, epoch, OPERATION)).consistency())
        .isEqualTo("stopped");
    assertThat(store.desktops().moveToTrash(key, operation("del"))).isTrue();
    capturesNothingOfOneThatOnlyMovedHere(store, captures);
  }

  private void capturesNothingOfOneThatOnlyMovedHere(Store store, Captures captures)
      throws Exception {
    var key = new DesktopKey("moved");
    store
        .desktops()
        .create(key, io.labvm.layers.store.BaseId.parse("tiny-1").orElseThrow(), operation("reg2"));
    var moved = new DesktopId("moved");
    long there = store.desktops().takeEpoch(key, new Holder("n2", "u2"), operation("start2"));
    assertThat(captures.capture(new CaptureUpper(moved, there, OPERATION)).head()).isNull();
    long here = store.desktops().takeEpoch(key, new Holder("n1", "u3"), operation("start3"));
    fails(
        FailureCode.UPPER_MISSING,
        () -> captures.capture(new CaptureUpper(moved, here, OPERATION)));
    assertThat(store.desktops().moveToTrash(key, operation("del2"))).isTrue();
  }

  private static OperationKey operation(String id) {
    return new OperationKey(id);
  }

  @Test
  void endsAContainerOfAnOlderEpochBeforeItPreparesTheNext() throws Exception {
    prepare(1, true);
    run(1);
    prepare(2, false);
    assertThat(containers.find(DESKTOP)).isEmpty();
    fails(FailureCode.STALE_EPOCH, () -> prepare(1, false));
    run(2);
    awaitVnc(2);
  }

  @Test
  void restartsTheSession() throws Exception {
    prepare(1, true);
    run(1);
    awaitVnc(1);
    Path log = parts.runDirectories().of(DESKTOP).resolve("out/init.log");
    Await.until("a session", () -> Files.readString(log).contains("ready"));
    desktops.restartSession(DESKTOP);
    Await.until("a restart", () -> Files.readString(log).contains("restarting the session"));
    awaitVnc(1);
  }

  @Test
  void adoptsARunningDesktopWhenTheAgentStartsAgain() throws Exception {
    prepare(1, true);
    String container = run(1);
    awaitVnc(1);
    running.remove(DESKTOP);
    Reconcile reconcile = new Reconcile(parts, desktops, running);
    reconcile.start();
    reconcile.run();
    reconcile.run();
    assertThat(running.find(DESKTOP).orElseThrow().container()).isEqualTo(container);
    try (TlsEnd viewer = view(1)) {
      assertThat(greeting(viewer)).startsWith("RFB 003.");
    }
  }

  @Test
  void reconcileEndsADeadDesktopButKeepsItsFiles() throws Exception {
    prepare(1, true);
    run(1);
    long pid = containers.find(DESKTOP).orElseThrow().pid();
    String ignored =
        new SystemCommands(Duration.ofSeconds(5)).call("kill", "-KILL", Long.toString(pid));
    Await.until("death", () -> !containers.find(DESKTOP).orElseThrow().running());
    new Reconcile(parts, desktops, running).run();
    assertThat(running.find(DESKTOP)).isEmpty();
    assertThat(containers.list()).isEmpty();
    assertThat(parts.runDirectories().list()).isEmpty();
    assertThat(parts.roots().owner(DESKTOP)).isPresent();
    run(1);
    awaitVnc(1);
  }

  @Test
  void tellsWhenTheDesktopDiedWhileItIsWaitedFor() throws Exception {
    prepare(1, true);
    fails(FailureCode.CONTAINER_FAILED, () -> awaitVnc(1));
  }

  /** The member puts a server of their own there that accepts and says nothing. */
  @Test
  void givesUpOnAServerThatDoesNotGreet() throws Exception {
    prepare(1, true);
    run(1);
    awaitVnc(1);
    Path socket = parts.runDirectories().of(DESKTOP).resolve("sock/vnc.sock");
    Files.delete(socket);
    Process silent =
        new ProcessBuilder("socat", "UNIX-LISTEN:vnc.sock,fork", "EXEC:cat")
            .directory(socket.resolveSibling(".").toFile())
            .start();
    try {
      Await.until("the server", () -> Files.exists(socket));
      fails(
          FailureCode.NO_VNC_ANSWER,
          () -> desktops.awaitVnc(new AwaitVnc(DESKTOP, 1, 2), () -> {}));
    } finally {
      silent.destroyForcibly();
    }
  }

  @Test
  void survivesAKilledEngine() throws Exception {
    prepare(1, true);
    String container = run(1);
    node.killEngine();
    fails(FailureCode.CONTAINER_FAILED, () -> run(1));
    fails(FailureCode.CONTAINER_FAILED, () -> desktops.removeContainer(DESKTOP));
    node.restartEngine();
    assertThat(run(1)).isEqualTo(container);
    awaitVnc(1);
  }

  @Test
  void itsGpusAndNoOthersAreInsideAndLeaveNothingInItsFiles() throws Exception {
    wantedGpus = List.of(FakeGpus.uuid(1), FakeGpus.uuid(3));
    prepare(1, true);
    run(1);
    assertThat(inside("ls /dev | grep nvidia")).containsExactly("nvidia1", "nvidia3", "nvidiactl");
    assertThat(inside("head -c 2 /dev/nvidia1 | od -An -tx1 | tr -d ' '")).containsExactly("0000");
    assertThat(inside("exec 3<>/dev/nvidiactl && echo open")).containsExactly("open");
    assertThat(inside("cat /usr/lib/fake/libcuda.so.999")).containsExactly("driver 999");
    assertThat(inside("nvidia-smi --query-gpu=uuid | head -1 | cut -d, -f1"))
        .containsExactly("GPU-fake-0");
    assertThat(inside("tr '\\0' '\\n' </proc/1/environ | grep FAKE"))
        .containsExactlyInAnyOrder("FAKE_GPU_1=yes", "FAKE_GPU_3=yes");
    assertThat(gpus.hooked()).contains("update-ldcache");
    desktops.removeContainer(DESKTOP);
    wantedGpus = List.of();
    prepare(2, false);
    run(2);
    assertThat(inside("ls /dev | grep nvidia; ls -d /usr/lib/fake /usr/bin/nvidia-smi"))
        .as("nothing of the driver is left, not even its mount points")
        .isEmpty();
    desktops.removeContainer(DESKTOP);
    Path upper = state.resolve("desktops/d1/upper");
    assertThat(upper.resolve("usr/lib/fake")).doesNotExist();
    assertThat(upper.resolve("usr/bin")).doesNotExist();
  }

  @Test
  void noContainerMayOpenADeviceThatItWasNotGiven() throws Exception {
    prepare(1, true);
    run(1);
    assertThat(inside("mknod /tmp/ctl c 10 229; exec 3<>/tmp/ctl && echo open")).isEmpty();
  }

  @Test
  void repeatedStepsLeaveARunningDesktopWithGpusAlone() throws Exception {
    wantedGpus = List.of(FakeGpus.uuid(0));
    prepare(1, true);
    String container = run(1);
    prepare(1, false);
    assertThat(run(1)).isEqualTo(container);
    assertThat(inside("ls /dev/nvidia0")).containsExactly("/dev/nvidia0");
  }

  @Test
  void tellsThatGpusAreLostUntilANewContainerHasThem() throws Exception {
    GpuProbe probe = new GpuProbe(containers, running, parts.runDirectories(), System::nanoTime);
    prepare(1, true);
    run(1);
    probe.run();
    assertThat(probe.problem(DESKTOP)).as("it has none").isNull();

    wantedGpus = List.of(FakeGpus.uuid(1));
    prepare(2, false);
    run(2);
    probe.run();
    assertThat(probe.problem(DESKTOP)).isNull();
    assertThat(inside("rm /dev/nvidia1")).isEmpty();
    probe.run();
    assertThat(probe.problem(DESKTOP)).contains("/dev/nvidia1");

    prepare(3, false);
    run(3);
    assertThat(probe.problem(DESKTOP)).as("of a container that is gone").isNull();
    probe.run();
    assertThat(probe.problem(DESKTOP)).isNull();
  }

  @Test
  void startsWithoutGpusWhereTheirSpecificationIsStale() throws Exception {
    String driver = Files.readString(gpus.library());
    Files.delete(gpus.library());
    try {
      wantedGpus = null;
      prepare(1, true);
      run(1);
      assertThat(inside("ls /dev | grep nvidia")).isEmpty();
      awaitVnc(1);
    } finally {
      Files.writeString(gpus.library(), driver);
    }
  }

  /** What a shell in the container says; errors are left out. */
  private List<String> inside(String script) throws IOException {
    long pid = containers.find(DESKTOP).orElseThrow().pid();
    String command = "(" + script + ") 2>/dev/null || true";
    return node.inside()
        .call("nsenter", "-t", Long.toString(pid), "-a", "/bin/sh", "-c", command)
        .lines()
        .toList();
  }

  private boolean prepare(long epoch, boolean create) {
    return desktops.prepareRoot(new PrepareRoot(DESKTOP, epoch, BASE, UPPER, create)).created();
  }

  private String run(long epoch) {
    return desktops.runContainer(new RunContainer(SPEC, epoch, OPERATION)).containerId();
  }

  private void awaitVnc(long epoch) {
    assertThat(desktops.awaitVnc(new AwaitVnc(DESKTOP, epoch, 60), () -> {}).waitedMillis())
        .isNotNegative();
  }

  private TlsEnd view(long epoch) throws IOException {
    var gateway =
        new RelayConnector(
            identity.client(),
            new TicketKey(identity.tickets().getPrivate(), InstantSource.system()),
            Duration.ofSeconds(10));
    return gateway.open(
        new Route("d1", "anna", "n1", epoch, "127.0.0.1", relay.port(), 9001, null, true, false),
        Purpose.VNC);
  }

  private static String greeting(TlsEnd viewer) throws IOException {
    return new String(viewer.input().readNBytes(12), StandardCharsets.ISO_8859_1);
  }

  private static boolean ended(TlsEnd viewer) {
    try {
      viewer.socket().setSoTimeout(30_000);
      return viewer.input().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void fails(FailureCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NodeFailure.class)
        .satisfies(e -> assertThat(((NodeFailure) e).code()).isEqualTo(code));
  }
}
