package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.operation.OperationId;
import java.nio.file.Path;
import java.util.List;

/** The fake keeps to the same contract as the real engine. */
class FakeContainersTest extends ContainersContract {
  private final FakeContainers containers = new FakeContainers();

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  ContainerSpec spec(DesktopId desktop, long epoch) {
    return new ContainerSpec(
        desktop,
        epoch,
        new OperationId("o1"),
        "host",
        "10.213.0.9",
        new Limits(1000, 256L << 20, 200, 0),
        Path.of("/root"),
        Path.of("/run"),
        List.of());
  }

  @Override
  void endFromInside(DesktopContainer container) {
    containers.end(container.desktop());
  }
}
