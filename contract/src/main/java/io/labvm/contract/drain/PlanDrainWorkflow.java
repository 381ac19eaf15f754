package io.labvm.contract.drain;

import io.labvm.contract.node.NodeId;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Asks what a drain would do; changes nothing. */
@WorkflowInterface
public interface PlanDrainWorkflow {
  @WorkflowMethod
  DrainPlan run(NodeId node);
}
