package io.labvm.ui.page.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  void aDesktopWhoseNodeIsLostStartsElsewhere() {
    var saved = new RecoveryPointView(Instant.parse("2026-11-26T14:02:11Z"), 3, 5);
    portal.desktops.add(Samples.behind(Samples.desktop(DesktopPhase.NODE_LOST), saved, List.of()));
    portal.nodes.add(Samples.node("amax", NodeState.LOST, Duration.ofMinutes(2)));
    portal.nodes.add(Samples.node("bmax", NodeState.UP, Duration.ofSeconds(2)));
    UI.getCurrent().navigate("account");
    navigate(MyDesktopView.class);
    assertThat(find(TimeText.class).all())
        .anyMatch(time -> time.getElement().getText().equals("2026-11-26T14:02:11Z"));
    test(find(Button.class).withText("Start elsewhere…").single()).click();
    test(find(Button.class).withText("Start there").single()).click();
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
