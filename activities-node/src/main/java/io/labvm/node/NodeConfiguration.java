package io.labvm.node;

import io.labvm.contract.node.NodeId;
import io.labvm.gateway.connector.TicketVerifier;
import io.labvm.gateway.connector.TlsContext;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.OverlaySupport;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DockerContainers;
import io.labvm.node.container.EngineConnection;
import io.labvm.node.container.EngineSettings;
import io.labvm.node.copy.CopiesBack;
import io.labvm.node.desktop.Captures;
import io.labvm.node.desktop.ChannelSecrets;
import io.labvm.node.desktop.DeletedSweep;
import io.labvm.node.desktop.DesktopParts;
import io.labvm.node.desktop.Desktops;
import io.labvm.node.desktop.GuardLife;
import io.labvm.node.desktop.HangingGuard;
import io.labvm.node.desktop.LeftSweep;
import io.labvm.node.desktop.Reconcile;
import io.labvm.node.desktop.UpperRooms;
import io.labvm.node.desktop.UpperSweep;
import io.labvm.node.device.DeviceSpecifications;
import io.labvm.node.device.GpuAccess;
import io.labvm.node.device.GpuProbe;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.figures.ControlGroups;
import io.labvm.node.figures.NodeFigures;
import io.labvm.node.figures.SignOfLife;
import io.labvm.node.gpu.GpuWatch;
import io.labvm.node.left.LeftReading;
import io.labvm.node.metrics.FigureCollector;
import io.labvm.node.metrics.MetricsServer;
import io.labvm.node.network.DesktopNetwork;
import io.labvm.node.network.LinuxDesktopNetwork;
import io.labvm.node.network.NetworkSettings;
import io.labvm.node.oom.KernelLog;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.process.Commands;
import io.labvm.node.process.Programs;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.relay.DesktopDialer;
import io.labvm.node.relay.Relay;
import io.labvm.node.relay.RelaySettings;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.root.BaseImages;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.DiskSpace;
import io.labvm.node.root.LayerImages;
import io.labvm.node.rundir.RunDirectories;
import io.labvm.node.rundir.VncSockets;
import io.labvm.node.sync.DesktopSync;
import io.labvm.node.sync.GuardNotice;
import io.labvm.node.sync.RecoveryFigures;
import io.labvm.nodechannel.NodeChannelClient;
import io.labvm.nodechannel.NodeIdentity;
import io.labvm.nodechannel.reading.ReadingServer;
import io.labvm.worker.FaultPoints;
import io.labvm.worker.WorkerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the node agent, outside in. */
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final String BRIDGE = "lvdesk";
  private static final String NETWORK = "labvm";
  private static final String RUNTIME = "labvm";

  /** The engine looks for it on the same PATH. */
  private static final String GPU_HOOK = "nvidia-container-runtime-hook";

  /** The longest is the removal of a large discarded upper. */
  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(30);

  private static final Duration COMMAND = Duration.ofSeconds(20);

  @Bean
  NodeIdentity nodeIdentity(NodeProperties node) throws IOException {
    NodeIdentity identity = NodeIdentity.load(node.identityDir());
    if (!identity.node().equals(node.id())) {
      throw new IllegalStateException(
          "the identity in %s is of node %s, not of %s"
              .formatted(node.identityDir(), identity.node(), node.id()));
    }
    return identity;
  }

  @Bean
  NodeChannelClient nodeChannelClient(NodeIdentity identity, NodeProperties node) {
    return new NodeChannelClient(identity, node.channel().urls(), node.channel().timeout());
  }

  @Bean
  Commands commands() {
    return new SystemCommands(COMMAND);
  }

  @Bean
  EngineConnection engineConnection(NodeProperties node) {
    return new EngineConnection(node.dockerHost());
  }

  @Bean
  Containers containers(EngineConnection engine, NodeProperties node) {
    String gateway = Subnet.gateway(node.subnet());
    return new DockerContainers(
        engine,
        new EngineSettings(
            node.home(),
            node.id(),
            node.cgroupParent(),
            new EngineSettings.Network(NETWORK, BRIDGE, node.subnet(), gateway),
            node.nameservers(),
            RUNTIME));
  }

  @Bean
  DesktopNetwork desktopNetwork(Commands commands, NodeProperties node) throws IOException {
    return new LinuxDesktopNetwork(
        new NetworkSettings(
            BRIDGE,
            node.subnet(),
            Subnet.gateway(node.subnet()),
            node.deniedNetworks(),
            Nameservers.effective(node.nameservers())),
        commands);
  }

  @Bean
  MountFeatures mountFeatures(NodeProperties node) throws IOException {
    Durable.directories(node.stateDir());
    return OverlaySupport.probe(
        node.stateDir().resolve("probe"),
        new MountFeatures(
            node.kernel().newMountApi(),
            node.kernel().fileBackedImages(),
            node.kernel().deviceTables()));
  }

  @Bean
  DiskSpace diskSpace(NodeProperties node) {
    return new DiskSpace(node.stateDir(), node.reserve().toBytes());
  }

  @Bean
  BaseImages baseImages(NodeProperties node, ImageMounts mounts, DiskSpace disk) {
    return new BaseImages(
        new BaseCache(node.stateDir().resolve("bases")), mounts, node.storePath(), disk);
  }

  @Bean
  ImageMounts imageMounts(NodeProperties node, MountFeatures features) {
    return new ImageMounts(node.stateDir().resolve("images"), features);
  }

  @Bean
  LayerImages layerImages(
      NodeProperties node, ImageMounts mounts, MountFeatures features, DiskSpace disk) {
    return new LayerImages(node.stateDir(), mounts, features, node.storePath(), disk);
  }

  @Bean
  DesktopRoots desktopRoots(
      NodeProperties node,
      BaseImages bases,
      LayerImages layers,
      MountFeatures features,
      DiskSpace disk) {
    return new DesktopRoots(
        node.stateDir(),
        bases,
        layers,
        new OverlayMounts(features),
        disk,
        new SystemCommands(LONGEST_COMMAND),
        work -> Thread.ofPlatform().daemon().name("discard").start(work));
  }

  @Bean
  RunDirectories runDirectories(NodeProperties node) {
    return new RunDirectories(node.runDir());
  }

  @Bean
  VncSockets vncSockets(RunDirectories directories) {
    return new VncSockets(directories);
  }

  @Bean
  RunningDesktops runningDesktops() {
    return new RunningDesktops();
  }

  @Bean
  Relay relay(NodeIdentity identity, NodeProperties node, RunningDesktops running, VncSockets vnc) {
    NodeProperties.Relay relay = node.relay();
    return new Relay(
        TlsContext.showing(identity.keys()),
        new RelaySettings(
            new InetSocketAddress(relay.address(), relay.port()),
            relay.connections(),
            relay.perDesktop(),
            relay.opening()),
        new TicketVerifier(identity.ticketKey(), node.id(), InstantSource.system()),
        running,
        new DesktopDialer(vnc));
  }

  @Bean
  DesktopParts desktopParts(
      Containers containers,
      DesktopNetwork network,
      DesktopRoots roots,
      RunDirectories runDirectories,
      VncSockets vnc,
      NodeChannelClient channel,
      DesktopSync sync,
      GpuAccess gpus,
      ControlGroups groups,
      GuardLife guard,
      NodeProperties node) {
    return new DesktopParts(
        containers,
        network,
        roots,
        runDirectories,
        vnc,
        new ChannelSecrets(channel),
        sync,
        gpus,
        groups,
        guard);
  }

  @Bean
  GuardLife guardLife(NodeProperties node) {
    return new GuardLife(node.runDir(), InstantSource.system());
  }

  @Bean
  MemoryKills memoryKills(NodeProperties node) {
    return new MemoryKills(node.cgroupParent(), System::currentTimeMillis);
  }

  @Bean
  KernelLog kernelLog(MemoryKills kills) {
    return KernelLog.follow(KERNEL_LOG, UPTIME, kills);
  }

  @Bean
  ControlGroups controlGroups(NodeProperties node) {
    return new ControlGroups(CGROUPS, node.cgroupParent(), node.stateDir());
  }

  @Bean
  DesktopSync desktopSync(NodeProperties node) {
    return new DesktopSync(
        node.storePath(),
        SyncSettings.standard(),
        desktop -> new GuardNotice(node.runDir(), desktop));
  }

  @Bean
  Desktops desktops(DesktopParts parts, RunningDesktops running, Relay relay) {
    return new Desktops(parts, running, relay::disconnect);
  }

  @Bean
  Captures captures(DesktopParts parts, NodeProperties node) {
    return new Captures(parts, new NodeId(node.id()));
  }

  @Bean
  CopiesBack copiesBack(DesktopParts parts, NodeProperties node, MountFeatures features)
      throws IOException {
    CopiesBack copies =
        new CopiesBack(
            parts.containers(), parts.roots(), node.stateDir(), node.storePath(), features);
    copies.sweep();
    return copies;
  }

  @Bean
  Reconcile reconcile(DesktopParts parts, Desktops desktops, RunningDesktops running) {
    return new Reconcile(parts, desktops, running);
  }

  @Bean
  UpperSweep upperSweep(
      Desktops desktops, DesktopRoots roots, DiskSpace disk, NodeProperties node) {
    return new UpperSweep(desktops, roots, disk, node.keepUpper());
  }

  @Bean
  LeftSweep leftSweep(
      Desktops desktops, DesktopRoots roots, DesktopSync sync, NodeProperties node) {
    return new LeftSweep(desktops, roots, sync, node.keepLeftBehind(), InstantSource.system());
  }

  @Bean
  DeletedSweep deletedSweep(Desktops desktops, DesktopRoots roots, NodeChannelClient channel) {
    return new DeletedSweep(desktops, roots, channel::deleted);
  }

  /** Lets the portal read what was left behind. */
  @Bean(initMethod = "start", destroyMethod = "close")
  ReadingServer readingServer(
      NodeIdentity identity, NodeProperties node, DesktopRoots roots, LeftSweep left) {
    return new ReadingServer(
        new InetSocketAddress(node.relay().address(), node.reading().port()),
        identity.serverContext(),
        new LeftReading(roots.leftBehind(), left::discard));
  }

  @Bean
  GpuWatch gpuWatch(NodeProperties node) {
    return GpuWatch.start(node.gpu().program(), node.cgroupParent());
  }

  @Bean
  GpuAccess gpuAccess(NodeProperties node, GpuWatch gpus) {
    return new GpuAccess(
        new DeviceSpecifications(node.gpu().specifications().stream().map(Path::of).toList()),
        gpus,
        () -> Programs.isInstalled(GPU_HOOK));
  }

  @Bean
  GpuProbe gpuProbe(Containers containers, RunningDesktops running, RunDirectories directories) {
    return new GpuProbe(containers, running, directories, System::nanoTime);
  }

  @Bean
  UpperRooms upperRooms(RunningDesktops running, DesktopRoots roots) {
    return new UpperRooms(running, roots, System::nanoTime);
  }

  /** Lets Prometheus read the figures. */
  @Bean(initMethod = "start", destroyMethod = "close")
  MetricsServer metricsServer(NodeProperties node, NodeFigures figures, Captures captures) {
    NodeProperties.Metrics metrics = node.metrics();
    return new MetricsServer(
        new InetSocketAddress(metrics.address(), metrics.port()),
        metrics.passwordFile(),
        new FigureCollector(figures::newest, captures::taken, InstantSource.system()));
  }

  @Bean
  NodeFigures nodeFigures(
      NodeProperties node,
      Containers containers,
      RunningDesktops running,
      Relay relay,
      DesktopSync sync,
      GpuWatch gpus,
      GpuAccess access,
      GpuProbe probe,
      LeftSweep left,
      UpperRooms uppers,
      ControlGroups groups,
      MemoryKills kills) {
    return new NodeFigures(
        node.share(),
        node.stateDir(),
        BRIDGE,
        new NodeFigures.DesktopUse(
            groups, kills, running, relay::connections, uppers::bytes, probe::problem),
        new NodeFigures.Told(
            () -> engineVersion(containers),
            new RecoveryFigures(sync),
            gpus,
            access::giving,
            left::told,
            node.reading().port()));
  }

  private static String engineVersion(Containers containers) {
    try {
      return containers.engineVersion();
    } catch (NodeFailure e) {
      return "";
    }
  }

  @Bean
  NodeTasks nodeTasks(
      Reconcile reconcile,
      UpperSweep sweep,
      LeftSweep left,
      DeletedSweep deleted,
      LayerImages layers,
      UpperRooms uppers,
      GpuProbe probe,
      CopiesBack copies,
      NodeFigures figures,
      NodeChannelClient channel,
      DesktopSync sync,
      GuardLife guard,
      NodeProperties node) {
    return new NodeTasks(
        reconcile,
        sweep,
        left,
        deleted,
        layers,
        uppers,
        probe,
        copies,
        node.keepFree().toBytes(),
        figures,
        channel,
        sync,
        new SignOfLife(node.runDir()),
        new HangingGuard(guard));
  }

  /** A test may hold the layer engine at its own points, as it may hold activities. */
  @Bean
  @ConditionalOnProperty("labvm.fault-points-dir")
  FaultPoint.Action engineFaultPoints(FaultPoints points) {
    FaultPoint.Action action = points::pass;
    FaultPoint.onReach(action);
    return action;
  }

  @Bean
  RelayLifecycle relayLifecycle(Relay relay) {
    return new RelayLifecycle(relay);
  }

  /** Named in application.yaml as what the queue {@code node-<id>} runs. */
  @Bean
  NodeActivitiesImpl nodeActivities(
      Desktops desktops, Captures captures, NodeProperties node, WorkerIdentity identity) {
    return new NodeActivitiesImpl(desktops, captures, Pings.of(node.id(), identity));
  }

  /** Named in application.yaml as what the queue {@code node-<id>-io} runs. */
  @Bean
  NodeIoActivitiesImpl nodeIoActivities(
      BaseImages bases,
      LayerImages layers,
      Captures captures,
      CopiesBack copies,
      NodeProperties node,
      WorkerIdentity identity) {
    return new NodeIoActivitiesImpl(bases, layers, captures, copies, Pings.of(node.id(), identity));
  }
}
