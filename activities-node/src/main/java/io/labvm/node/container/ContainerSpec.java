package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.operation.OperationId;
import java.nio.file.Path;
import java.util.List;

/**
 * A container to run.
 *
 * @param hostname its host name
 * @param address its IPv4 address
 * @param root mount point of the desktop's overlay; refused by the runtime when nothing is mounted
 * @param run the desktop's run directory with {@code in}, {@code sock} and {@code out}
 * @param gpus UUIDs to ask the engine for, or {@code all}; what enters by the runtime is not here
 */
public record ContainerSpec(
    DesktopId desktop,
    long epoch,
    OperationId operation,
    String hostname,
    String address,
    Limits limits,
    Path root,
    Path run,
    List<String> gpus) {
  public ContainerSpec {
    gpus = List.copyOf(gpus);
  }
}
