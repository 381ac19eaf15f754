package io.labvm.ui.page.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Stepper;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
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

  private void add(String id, OperationState state) {
    portal.add(Samples.operation(new OperationId(id), OperationKind.START, state, 7));
  }
}
