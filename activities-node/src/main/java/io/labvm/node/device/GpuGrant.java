package io.labvm.node.device;

import java.util.List;

/**
 * The GPUs of one container.
 *
 * @param edits by which they enter it; nothing when the engine does it
 * @param requested UUIDs to ask the engine for; {@code all} for every GPU
 */
public record GpuGrant(ContainerEdits edits, List<String> requested) {
  /** No GPU. */
  public static final GpuGrant NONE = new GpuGrant(ContainerEdits.NONE, List.of());

  public GpuGrant {
    requested = List.copyOf(requested);
  }

  /** Whether there is any. */
  public boolean isEmpty() {
    return requested.isEmpty() && edits.deviceNodes().isEmpty();
  }

  /** Paths in the container of the devices that enter it by the edits. */
  public List<String> files() {
    return edits.deviceNodes().stream().map(ContainerEdits.DeviceNode::path).toList();
  }
}
