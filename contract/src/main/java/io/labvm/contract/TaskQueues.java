package io.labvm.contract;

import io.labvm.contract.node.NodeId;

/** The names of all Temporal task queues; names are wire format. */
public final class TaskQueues {
  /** Workflow tasks of every workflow type; hosted by the control application. */
  public static final String WORKFLOWS = "workflows";

  /** Activities of {@link io.labvm.contract.control.ControlActivities}. */
  public static final String CONTROL = "control";

  /**
   * Activities of {@link io.labvm.contract.store.StoreActivities}; any store agent may take them.
   */
  public static final String STORE = "store";

  private TaskQueues() {}

  /** Short work on one node, so that a stop never waits behind a copy. */
  public static String node(NodeId node) {
    return "node-" + node.value();
  }

  /** Long work on one node: copies and scans. */
  public static String nodeIo(NodeId node) {
    return "node-" + node.value() + "-io";
  }
}
