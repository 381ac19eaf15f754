package io.labvm.ui.gpus;

import java.util.Map;

/**
 * How a node gives its GPUs.
 *
 * @param holders whose desktop has it, by the GPU's UUID
 * @param waiting number of desktops in its queue
 */
public record NodeGpus(GpuMode mode, Map<String, Holder> holders, int waiting) {
  /** Of a node of which nothing is known. */
  public static final NodeGpus NONE = new NodeGpus(GpuMode.SHARED, Map.of(), 0);

  public NodeGpus {
    holders = Map.copyOf(holders);
  }

  /** A desktop and its owner's login. */
  public record Holder(String desktop, String login) {}
}
