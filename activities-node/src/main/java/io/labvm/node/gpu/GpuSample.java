package io.labvm.node.gpu;

import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node's GPUs now.
 *
 * @param gpus empty without GPUs, and while there is a problem
 * @param problem why they cannot be read; null when they can, or when there are none
 */
public record GpuSample(List<GpuMetrics> gpus, @Nullable String problem) {
  /** Of a node without GPUs. */
  public static final GpuSample NONE = new GpuSample(List.of(), null);

  public GpuSample {
    gpus = List.copyOf(gpus);
  }

  static GpuSample failed(String problem) {
    return new GpuSample(List.of(), problem);
  }
}
