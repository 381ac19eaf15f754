package io.labvm.contract.platform;

import io.labvm.contract.node.NodeId;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Asks every queue for an answer; completes only when all of them answered. */
@WorkflowInterface
public interface PlatformCheckWorkflow {
  /** Returns one line per queue that did not answer within its time; empty means healthy. */
  @WorkflowMethod
  List<String> run(List<NodeId> nodes);
}
