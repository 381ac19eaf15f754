package io.labvm.worker;

import java.util.UUID;

/**
 * Who this process is to Temporal.
 *
 * @param name the process, for a node agent its node id
 * @param bootId new for each start of the process
 */
public record WorkerIdentity(String name, String bootId) {
  static WorkerIdentity random(String name) {
    return new WorkerIdentity(name, UUID.randomUUID().toString().substring(0, 8));
  }

  /** As pollers, pending activities and worker lists show it. */
  @Override
  public String toString() {
    return name + "@" + bootId;
  }
}
