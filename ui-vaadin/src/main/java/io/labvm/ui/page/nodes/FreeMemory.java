package io.labvm.ui.page.nodes;

import io.labvm.ui.common.Words;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.nodes.NodeView.GpuView;
import java.util.List;

/** How much free memory one GPU of a node has to have, in the gigabytes that GPUs are sold by. */
record FreeMemory(int gigabytes) {
  /** Any node, also without GPUs. */
  static final FreeMemory ANY = new FreeMemory(0);

  static final List<FreeMemory> CHOICES =
      List.of(
          ANY,
          new FreeMemory(8),
          new FreeMemory(11),
          new FreeMemory(16),
          new FreeMemory(24),
          new FreeMemory(40),
          new FreeMemory(80));

  private static final long GIGABYTE = 1_000_000_000;

  /** Whether a node has it now; one that does not answer has nothing free. */
  boolean isOn(NodeView node) {
    if (equals(ANY)) {
      return true;
    }
    var figures = node.figures();
    return figures != null
        && node.state().answers()
        && figures.gpus().stream().anyMatch(this::isOn);
  }

  String words() {
    return equals(ANY) ? Words.text("nodes.free.any") : Words.text("nodes.free.some", gigabytes);
  }

  private boolean isOn(GpuView gpu) {
    return gpu.memoryTotalBytes() - gpu.memoryUsedBytes() >= gigabytes * GIGABYTE;
  }
}
