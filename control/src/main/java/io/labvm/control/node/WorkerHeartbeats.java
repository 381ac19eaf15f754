package io.labvm.control.node;

import io.labvm.contract.node.NodeId;
import java.time.Duration;
import java.util.Optional;

/** Signs of life of the nodes' workers. */
interface WorkerHeartbeats {
  /** Age of the newest one; empty when there is none, or nobody can tell. */
  Optional<Duration> age(NodeId node);
}
