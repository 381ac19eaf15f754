package io.labvm.ui.page.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwitchDialogTest extends PageTest {
  private Button open() {
    UI.getCurrent().navigate("account"); // so that the page is made with the desktops there are now
    navigate(MyDesktopView.class);
    test(find(Button.class).withText("Switch node…").single()).click();
    return find(Button.class).withText("Switch node").single();
  }

  @Test
  void movesTheDesktopToTheNodeChosen() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    portal.nodes.add(Samples.node("bmax", NodeState.UP, Duration.ofSeconds(2)));
    Button confirm = open();
    test(confirm).click();
    assertThat(portal.calls).anyMatch(call -> call.startsWith("switch ") && call.endsWith("bmax"));
  }

  @Test
  void withoutAnotherNodeThereIsNothingToConfirm() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(2)));
    Button confirm = open();
    assertThat(confirm.isEnabled()).isFalse();
    assertThat(find(RadioButtonGroup.class).single().getHelperText())
        .isEqualTo("No other node takes desktops now.");
  }
}
