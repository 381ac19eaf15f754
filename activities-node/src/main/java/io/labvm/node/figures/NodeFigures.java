package io.labvm.node.figures;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.figures.DesktopFigures.Room;
import io.labvm.node.gpu.GpuSample;
import io.labvm.node.oom.MemoryKills;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.GpuGiving;
import io.labvm.nodechannel.NodeMetrics.LeftMetrics;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/** The node's live figures, by OSHI. One thread reads them; any may ask for the newest. */
public final class NodeFigures {
  private static final Duration STALE = Duration.ofSeconds(15);
  private static final Path NETWORK = Path.of("/proc/self/net/dev");

  private final int share;
  private final Path state;
  private final Set<String> withoutInterfaces;
  private final DesktopFigures desktops;
  private final MemoryKills kills;
  private final Told told;
  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final String kernel;
  private final MachineFigures machine;
  private long[] ticks;
  private volatile @Nullable Sample newest;

  /**
   * @param share how many nodes divide this machine, 1 or more
   * @param state a directory on the disk to tell about
   * @param bridge the desktops' bridge
   */
  public NodeFigures(int share, Path state, String bridge, DesktopUse use, Told told) {
    SystemInfo system = new SystemInfo();
    this.share = share;
    this.state = state;
    this.withoutInterfaces = Set.of("lo", bridge);
    this.told = told;
    this.kills = use.kills();
    this.desktops =
        new DesktopFigures(
            use.groups(),
            use.kills(),
            new DesktopPrograms(Path.of("/proc"), System::currentTimeMillis),
            use.running(),
            use.connections(),
            use.upperBytes(),
            use.gpuProblem(),
            System::nanoTime);
    this.processor = system.getHardware().getProcessor();
    this.memory = system.getHardware().getMemory();
    this.machine = new MachineFigures(system);
    this.kernel = System.getProperty("os.version", "");
    this.ticks = processor.getSystemCpuLoadTicks();
  }

  /**
   * Where desktops' use is read.
   *
   * @param connections how many are open to a desktop
   * @param upperBytes room that a desktop's upper takes; null while nobody knows
   * @param gpuProblem why a desktop's GPUs cannot be used in it; null when they can
   */
  public record DesktopUse(
      ControlGroups groups,
      MemoryKills kills,
      RunningDesktops running,
      ToIntFunction<DesktopId> connections,
      Function<DesktopId, @Nullable Long> upperBytes,
      Function<DesktopId, @Nullable String> gpuProblem) {}

  /**
   * What others know; all must answer at once.
   *
   * @param engineVersion empty when the engine does not answer
   * @param sync what is shipped
   * @param leftBehind what was left behind, to be read at {@code readingPort}
   */
  public record Told(
      Supplier<String> engineVersion,
      Supplier<List<SyncMetrics>> sync,
      Supplier<GpuSample> gpus,
      Supplier<GpuGiving> gpuGiving,
      Supplier<List<LeftMetrics>> leftBehind,
      int readingPort) {}

  /** Figures of now; loads are means since the last call. */
  public NodeMetrics read() throws IOException {
    NodeMetrics figures = figures();
    newest = new Sample(figures, machine.read(), System.nanoTime());
    return figures;
  }

  /** What was read last; empty when that was too long ago to be told as if it were new. */
  public Optional<Sample> newest() {
    Sample last = newest;
    boolean fresh = last != null && System.nanoTime() - last.readNanos() < STALE.toNanos();
    return fresh ? Optional.ofNullable(last) : Optional.empty();
  }

  /**
   * All that is known of the node at one time.
   *
   * @param told what the portal is told
   * @param machine what it is not told
   * @param readNanos {@link System#nanoTime} when it was read
   */
  public record Sample(NodeMetrics told, MachineFigures.Machine machine, long readNanos) {}

  private NodeMetrics figures() throws IOException {
    double load = processor.getSystemCpuLoadBetweenTicks(ticks);
    ticks = processor.getSystemCpuLoadTicks();
    long total = memory.getTotal();
    GpuSample gpus = told.gpus().get();
    FileStore disk = Files.getFileStore(state);
    NetworkCounters network =
        NetworkCounters.parse(
            Files.readString(NETWORK, StandardCharsets.US_ASCII), withoutInterfaces);
    return new NodeMetrics(
        (double) processor.getLogicalProcessorCount() / share,
        Double.isFinite(load) ? load : 0,
        total / share,
        (total - memory.getAvailable()) / share,
        disk.getTotalSpace(),
        disk.getUsableSpace(),
        network.received(),
        network.sent(),
        told.engineVersion().get(),
        kernel,
        desktops.read(new Room(disk.getTotalSpace() - disk.getUsableSpace(), disk.getTotalSpace())),
        gpus.gpus(),
        told.sync().get(),
        gpus.problem(),
        told.leftBehind().get(),
        told.readingPort(),
        told.gpuGiving().get(),
        kills.told());
  }
}
