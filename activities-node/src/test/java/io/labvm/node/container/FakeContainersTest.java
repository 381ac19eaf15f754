package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;

/** The fake keeps to the same contract as the real engine. */
class FakeContainersTest extends ContainersContract {
  private final FakeContainers containers = new FakeContainers();

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  ContainerSpec spec(DesktopId desktop, long epoch) {
    return FakeContainers.spec(desktop, epoch);
  }

  @Override
  void endFromInside(DesktopContainer container) {
    containers.end(container.desktop());
  }
}
