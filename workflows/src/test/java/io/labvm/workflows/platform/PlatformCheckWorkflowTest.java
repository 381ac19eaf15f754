package io.labvm.workflows.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.platform.PlatformCheckWorkflow;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlatformCheckWorkflowTest {
  @Test
  void namesTheQueuesThatDoNotAnswer() {
    try (World world = World.start()) {
      assertThat(check(world, World.N1)).isEmpty();
      assertThat(check(world, World.N1, new NodeId("n9")))
          .containsExactly("node-n9: no answer", "node-n9-io: no answer");
    }
  }

  private static List<String> check(World world, NodeId... nodes) {
    return world
        .client()
        .newWorkflowStub(
            PlatformCheckWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build())
        .run(List.of(nodes));
  }
}
