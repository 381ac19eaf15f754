package io.labvm.contract.drain;

import io.labvm.contract.node.NodeId;
import java.util.List;

/** What a drain of a node would do at this moment. */
public record DrainPlan(NodeId node, List<PlannedMove> moves) {}
