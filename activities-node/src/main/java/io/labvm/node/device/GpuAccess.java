package io.labvm.node.device;

import io.labvm.node.gpu.GpuSample;
import io.labvm.node.gpu.GpuWatch;
import io.labvm.nodechannel.NodeMetrics.GpuGiving;
import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives GPUs to containers in the way that this node has.
 *
 * <p>What cannot be given is left out and told by {@link #giving}: a desktop without its GPUs is
 * worth more than none.
 */
public final class GpuAccess {
  /** Of CDI devices. */
  private static final String KIND = "nvidia.com/gpu";

  /** By custom, every GPU; also how the engine is asked for all. */
  private static final String ALL = "all";

  private static final Logger log = LoggerFactory.getLogger(GpuAccess.class);

  private final DeviceSpecifications specifications;
  private final GpuWatch gpus;
  private final BooleanSupplier hook;

  /**
   * @param gpus the node's own, in the driver's order
   * @param hook whether the engine has NVIDIA's
   */
  public GpuAccess(DeviceSpecifications specifications, GpuWatch gpus, BooleanSupplier hook) {
    this.specifications = specifications;
    this.gpus = gpus;
    this.hook = hook;
  }

  /** By which way, and what is wrong with it. Answers at once. */
  public GpuGiving giving() {
    List<String> uuids = uuids(gpus.get());
    try {
      Map<String, ContainerEdits> devices = specifications.devices(KIND);
      if (!devices.isEmpty()) {
        return new GpuGiving(GpuGiving.CDI, problem(devices, uuids));
      }
    } catch (IOException e) {
      return new GpuGiving(GpuGiving.CDI, e.getMessage());
    }
    if (hook.getAsBoolean()) {
      return new GpuGiving(GpuGiving.HOOK, null);
    }
    return new GpuGiving(
        GpuGiving.NONE,
        uuids.isEmpty()
            ? null
            : "There is neither a device specification of %s nor NVIDIA's hook".formatted(KIND));
  }

  private static @Nullable String problem(Map<String, ContainerEdits> devices, List<String> uuids) {
    Optional<String> unnamed =
        uuids.stream().filter(uuid -> edits(devices, uuids, uuid) == null).findFirst();
    if (unnamed.isPresent()) {
      return "The device specification does not name GPU " + unnamed.get();
    }
    return devices.values().stream()
        .flatMap(ContainerEdits::sources)
        .filter(GpuAccess::isMissing)
        .findFirst()
        .map(path -> "The device specification names " + path + ", which is not there")
        .orElse(null);
  }

  private static boolean isMissing(String path) {
    return !Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * GPUs for a container that is about to start.
   *
   * @param wanted UUIDs; null for all that the node has
   */
  public GpuGrant grant(@Nullable List<String> wanted) {
    if (wanted != null && wanted.isEmpty()) {
      return GpuGrant.NONE;
    }
    try {
      Map<String, ContainerEdits> devices = specifications.devices(KIND);
      if (!devices.isEmpty()) {
        return new GpuGrant(usable(edits(devices, wanted)), List.of());
      }
    } catch (IOException e) {
      log.warn("No GPU is given: {}", e.getMessage());
      return GpuGrant.NONE;
    }
    if (!hook.getAsBoolean() || uuids(gpus.known()).isEmpty()) {
      return GpuGrant.NONE;
    }
    return new GpuGrant(ContainerEdits.NONE, wanted == null ? List.of(ALL) : wanted);
  }

  private List<ContainerEdits> edits(
      Map<String, ContainerEdits> devices, @Nullable List<String> wanted) {
    if (wanted == null) {
      ContainerEdits all = devices.get(ALL);
      return all == null ? List.copyOf(devices.values()) : List.of(all);
    }
    List<String> uuids = uuids(gpus.known());
    List<ContainerEdits> edits = new ArrayList<>();
    for (String uuid : wanted) {
      ContainerEdits of = edits(devices, uuids, uuid);
      if (of == null) {
        log.warn("GPU {} is not given: no device specification names it", uuid);
      } else {
        edits.add(of);
      }
    }
    return edits;
  }

  /** Specifications name a GPU by its UUID, or by its place in the driver's order, or by both. */
  private static @Nullable ContainerEdits edits(
      Map<String, ContainerEdits> devices, List<String> uuids, String uuid) {
    ContainerEdits named = devices.get(uuid);
    int place = uuids.indexOf(uuid);
    return named != null || place < 0 ? named : devices.get(Integer.toString(place));
  }

  private static ContainerEdits usable(List<ContainerEdits> edits) {
    ContainerEdits all = edits.stream().reduce(ContainerEdits.NONE, ContainerEdits::and);
    Optional<String> missing = all.sources().filter(GpuAccess::isMissing).findFirst();
    if (missing.isEmpty()) {
      return all;
    }
    log.warn("No GPU is given: {} is not there; make the device specification anew", missing.get());
    return ContainerEdits.NONE;
  }

  private static List<String> uuids(GpuSample sample) {
    return sample.gpus().stream().map(GpuMetrics::uuid).toList();
  }
}
