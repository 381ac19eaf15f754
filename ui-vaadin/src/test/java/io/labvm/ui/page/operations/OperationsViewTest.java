package io.labvm.ui.page.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.idleness.UsedBy;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.Moved;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Stepper;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.desktops.IdlenessView.Stopped;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationsViewTest extends PageTest {
  @Test
  void listsOperationsAndFiltersThem() {
    add("o1", OperationState.SUCCEEDED);
    add("o2", OperationState.FAILED);
    add("o3", OperationState.RUNNING);
    navigate(OperationsView.class);
    assertThat(find(Rows.class).single().count()).isEqualTo(3);
    test(select("Show")).selectItem("Not done");
    assertThat(find(Rows.class).single().count()).isEqualTo(1);
    test(select("Show")).selectItem("In progress");
    assertThat(text()).contains("Running");
  }

  @Test
  void showsOwnersToAdminsOnly() {
    add("o1", OperationState.SUCCEEDED);
    navigate(OperationsView.class);
    assertThat(text()).doesNotContain("Desktop of");
    portal.account = Samples.account(Role.ADMIN);
    navigate(OperationDetailView.class, Map.of("operation", "o1"));
    navigate(OperationsView.class);
    assertThat(text()).contains("Desktop of");
  }

  @Test
  void saysWhyTheListIsEmpty() {
    navigate(OperationsView.class);
    assertThat(text()).contains("Nothing has happened yet");
  }

  @Test
  void showsTheStepsOfOne() {
    add("o1", OperationState.FAILED);
    navigate(OperationDetailView.class, Map.of("operation", "o1"));
    assertThat(find(Stepper.class).exists()).isTrue();
    assertThat(text()).contains("Asked by wang", "Operation number", "o1", "attempt 5");
  }

  @Test
  void showsWhatASwitchCopiedAndForHowLongTheDesktopWasAway() {
    var moved = new Moved(new NodeId("amax"), new NodeId("bmax"), 3L << 30, 5L << 20, 4_500);
    portal.add(
        Samples.ended(
            new OperationId("o1"),
            OperationKind.SWITCH,
            new OperationResult(7, true, "stopped", 3, 5L << 20, 0).moved(moved)));
    navigate(OperationDetailView.class, Map.of("operation", "o1"));
    assertThat(text()).contains("amax → bmax", "3.0 GiB", "5.0 MiB", "4.5 s");
  }

  @Test
  void saysWhyARuleStoppedTheDesktop() {
    var used = Instant.now().minus(Duration.ofHours(20));
    portal.idleness =
        new IdlenessView(
            null,
            false,
            43_200,
            used,
            UsedBy.GPU,
            null,
            new Stopped("o1", Instant.now(), 43_200, used, UsedBy.GPU));
    portal.add(Samples.ended(new OperationId("o1"), OperationKind.STOP, "policy", null));
    navigate(OperationDetailView.class, Map.of("operation", "o1"));
    assertThat(text())
        .contains("Asked by the rule for unused desktops")
        .contains("nobody had used it for 12 hours", "something ran on a GPU");
  }

  private void add(String id, OperationState state) {
    portal.add(Samples.operation(new OperationId(id), OperationKind.START, state, 7));
  }
}
