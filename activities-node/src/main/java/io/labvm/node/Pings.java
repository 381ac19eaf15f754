package io.labvm.node;

import io.labvm.contract.node.NodeId;
import io.labvm.contract.node.NodePing;
import io.labvm.worker.WorkerIdentity;

/** The answer to a ping, fixed for the life of the process. */
final class Pings {
  private Pings() {}

  static NodePing of(String node, WorkerIdentity identity) {
    String version = Pings.class.getPackage().getImplementationVersion();
    return new NodePing(
        new NodeId(node), identity.bootId(), version == null ? "development" : version);
  }
}
