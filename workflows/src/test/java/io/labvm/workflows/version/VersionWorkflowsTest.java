package io.labvm.workflows.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NoteVersionWorkflow;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RemoveVersionWorkflow;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VersionWorkflowsTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");

  @Test
  void the_pages_follow_the_store() {
    try (World world = World.start()) {
      var noted =
          stub(world, NoteVersionWorkflow.class)
              .run(new NoteVersion(DESKTOP, new OperationId("o1"), 3, "before CUDA 13", true));
      assertThat(noted.label()).isEqualTo("before CUDA 13");
      assertThat(world.control.notes).containsEntry(3L, "before CUDA 13");
      stub(world, RemoveVersionWorkflow.class)
          .run(new RemoveVersion(DESKTOP, new OperationId("o2"), 3));
      assertThat(world.control.notes).containsEntry(3L, "");
    }
  }

  private static <W> W stub(World world, Class<W> type) {
    return world
        .client()
        .newWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build());
  }
}
