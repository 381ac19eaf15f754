package io.labvm.node.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import io.labvm.contract.desktop.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a desktop's container looks. Mount destinations are the same on every node, nothing of a host
 * daemon is bound in, and no terminal is attached: so a checkpoint of it stays possible.
 *
 * <p>No security options are given: the engine's default capabilities and its default filter of
 * system calls apply; the runtime takes io_uring and userfaultfd out of that filter.
 */
final class ContainerShape {
  private static final String TINI = "/usr/bin/tini";
  private static final String INIT = "/usr/local/sbin/labvm-init";
  private static final List<String> ALL_GPUS = List.of("all");

  /** All that a desktop may do with one: show, compute, draw, and work on films. */
  private static final List<String> GPU_CAPABILITIES =
      List.of("gpu", "utility", "compute", "graphics", "video", "display");

  private static final long MIB = 1L << 20;
  private static final long MOST_TMP = 2048 * MIB;

  private final EngineSettings settings;

  ContainerShape(EngineSettings settings) {
    this.settings = settings;
  }

  static String name(String desktop) {
    return "labvm-" + desktop;
  }

  CreateContainerCmd create(DockerClient client, ContainerSpec spec) {
    return client
        .createContainerCmd(Skeleton.IMAGE)
        .withName(name(spec.desktop().value()))
        .withHostName(spec.hostname())
        .withLabels(labels(spec))
        .withCmd(TINI, "--", INIT)
        .withTty(false)
        .withStdinOpen(false)
        .withIpv4Address(spec.address())
        .withMacAddress(HardwareAddress.of(spec.address()))
        .withHostConfig(host(spec));
  }

  private Map<String, String> labels(ContainerSpec spec) {
    return Map.of(
        Labels.HOME, settings.home(),
        Labels.NODE, settings.node(),
        Labels.DESKTOP, spec.desktop().value(),
        Labels.EPOCH, Long.toString(spec.epoch()),
        Labels.OPERATION, spec.operation().value());
  }

  private HostConfig host(ContainerSpec spec) {
    Limits limits = spec.limits();
    HostConfig host =
        HostConfig.newHostConfig()
            .withRuntime(settings.runtime())
            .withRestartPolicy(RestartPolicy.noRestart())
            .withNetworkMode(settings.network().name())
            .withIpcMode("private")
            .withMounts(mounts(spec))
            .withTmpFs(memoryFileSystems(limits))
            .withShmSize(limits.shmBytes() > 0 ? limits.shmBytes() : limits.memoryBytes() / 2)
            .withNanoCPUs(nanoCpus(limits))
            .withMemory(limits.memoryBytes())
            .withMemorySwap(limits.memoryBytes())
            .withPidsLimit((long) limits.pids())
            .withCgroupParent(cgroup(spec))
            .withLogConfig(log());
    if (!spec.gpus().isEmpty()) {
      host = host.withDeviceRequests(List.of(gpus(spec.gpus())));
    }
    return settings.nameservers().isEmpty() ? host : host.withDns(settings.nameservers());
  }

  /** The engine refuses a request that has both a number and names. */
  private static DeviceRequest gpus(List<String> gpus) {
    DeviceRequest request =
        new DeviceRequest().withDriver("nvidia").withCapabilities(List.of(GPU_CAPABILITIES));
    return gpus.equals(ALL_GPUS) ? request.withCount(-1) : request.withDeviceIds(gpus);
  }

  private String cgroup(ContainerSpec spec) {
    return settings.cgroupParent() + "/" + spec.desktop() + "/" + spec.epoch();
  }

  /** As mounts, not binds: the engine would make a bind's missing source itself. */
  private static List<Mount> mounts(ContainerSpec spec) {
    return List.of(
        bind(spec.root(), "/rootfs"),
        bind(spec.run().resolve("in"), "/run/labvm/in").withReadOnly(true),
        bind(spec.run().resolve("sock"), "/run/labvm/sock"),
        bind(spec.run().resolve("out"), "/run/labvm/out"));
  }

  private static Mount bind(Path source, String target) {
    return new Mount().withType(MountType.BIND).withSource(source.toString()).withTarget(target);
  }

  /** The engine mounts by depth, so {@code /run} comes before what is bound below it. */
  private static Map<String, String> memoryFileSystems(Limits limits) {
    Map<String, String> tmpfs = new HashMap<>();
    tmpfs.put("/run", "mode=755,exec,size=64m,nr_inodes=65536");
    long bytes = Math.min(MOST_TMP, limits.memoryBytes() / 2);
    tmpfs.put("/tmp", "mode=1777,exec,size=%dm".formatted(bytes / MIB));
    return tmpfs;
  }

  /** Swap counts as memory, so both change at once. */
  UpdateContainerCmd limit(DockerClient client, String container, Limits limits) {
    return client
        .updateContainerCmd(container)
        .withNanoCPUs(nanoCpus(limits))
        .withMemory(limits.memoryBytes())
        .withMemorySwap(limits.memoryBytes())
        .withPidsLimit((long) limits.pids());
  }

  /** The engine refuses more CPUs than the machine has. */
  private static long nanoCpus(Limits limits) {
    long most = Runtime.getRuntime().availableProcessors() * 1_000_000_000L;
    return Math.min(most, limits.milliCpus() * 1_000_000L);
  }

  /** What a member writes to the first process's output must not fill the node's disk. */
  private static LogConfig log() {
    return new LogConfig(
        LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "256k", "max-file", "1"));
  }
}
