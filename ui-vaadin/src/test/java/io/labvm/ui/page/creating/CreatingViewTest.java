package io.labvm.ui.page.creating;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CreatingViewTest extends PageTest {
  @Test
  void showsTheStepsAndLooksEachSecondWhileItRuns() {
    open(OperationState.RUNNING, 3);
    assertThat(text())
        .contains("Creating your desktop", "1.2 / 3.1 GiB", "You may close this page");
    assertThat(UI.getCurrent().getPollInterval()).isEqualTo(1000);
  }

  @Test
  void turnsIntoTheWayInWhenDone() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    open(OperationState.RUNNING, 3);
    portal.add(
        Samples.operation(Samples.OPERATION, OperationKind.REGISTER, OperationState.SUCCEEDED, 9));
    portal.changed(Change.Kind.OPERATION);
    runPendingSignalsTasks(200, TimeUnit.MILLISECONDS);
    assertThat(text()).contains("Your desktop is ready", "Ready after 9.0 s", "lab.example:9001");
    assertThat(find(Anchor.class).withText("Open desktop").single().getHref())
        .isEqualTo("desktops/" + Samples.DESKTOP + "/screen");
    assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
  }

  @Test
  void explainsAFailureInFourParts() {
    open(OperationState.FAILED, 7);
    assertThat(find(ErrorPanel.class).exists()).isTrue();
    assertThat(text()).contains("Your desktop was not created");
  }

  @Test
  void waitsForApprovalWithoutSteps() {
    open(OperationState.WAITING, 0);
    assertThat(text()).contains("An admin has to approve");
  }

  @Test
  void cancelsAfterAsking() {
    open(OperationState.RUNNING, 3);
    test(find(Button.class).withText("Cancel and clean up…").single()).click();
    assertThat(portal.calls).isEmpty();
    test(find(Button.class).withText("Cancel the creation").single()).click();
    assertThat(portal.calls).containsExactly("abort");
  }

  @Test
  void saysTheSameForUnknownForeignAndImpossibleIds() {
    for (var id : new String[] {"nothing", "a b", "x".repeat(300)}) {
      navigate(CreatingView.class, Map.of("operation", id));
      assertThat(text()).contains("There is no such operation");
    }
  }

  private void open(OperationState state, int done) {
    portal.add(Samples.operation(Samples.OPERATION, OperationKind.REGISTER, state, done));
    navigate(CreatingView.class, Map.of("operation", Samples.OPERATION.value()));
  }
}
