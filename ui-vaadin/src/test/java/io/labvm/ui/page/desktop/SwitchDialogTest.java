package io.labvm.ui.page.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.placement.GpuAnswer;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.desktops.PlannedSwitchView;
import io.labvm.ui.desktops.ProgramsView;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.desktops.SwitchTarget;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
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
  void saysOfEachNodeHowItSuits() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    for (String node : List.of("amax", "bmax", "cmax", "dmax")) {
      portal.nodes.add(Samples.node(node, NodeState.UP, Duration.ofSeconds(2)));
    }
    portal.fits.put("bmax", new SwitchTarget.Fit(false, null, true));
    portal.fits.put("cmax", new SwitchTarget.Fit(true, GpuAnswer.LATER, false));
    portal.fits.put("dmax", new SwitchTarget.Fit(true, GpuAnswer.NEVER, true));
    Button confirm = open();
    assertThat(find(Consequences.class).single().getElement().getTextRecursively())
        .contains("amax it is here now")
        .contains("bmax no room for the limits of the desktop")
        .containsPattern("cmax has GPUs, but not free ones · .* · the base has to be copied first")
        .containsPattern("dmax has no GPU · ");
    test(confirm).click();
    assertThat(portal.calls).as("the first that is usable").anyMatch(c -> c.endsWith("cmax"));
  }

  @Test
  void saysForHowLongNobodyCanConnect() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.nodes.add(Samples.node("bmax", NodeState.UP, Duration.ofSeconds(2)));
    open();
    assertThat(find(Consequences.class).single().getElement().getTextRecursively())
        .contains("some seconds");
    find(Consequences.class).single().close();
    portal.pause = Duration.ofSeconds(4);
    open();
    assertThat(find(Consequences.class).single().getElement().getTextRecursively())
        .contains("about 4.0 s");
  }

  @Test
  void mayWaitUntilNobodyUsesTheDesktopAndBeGivenUp() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.nodes.add(Samples.node("bmax", NodeState.UP, Duration.ofSeconds(2)));
    Button confirm = open();
    choose(SwitchTime.When.UNUSED);
    assertThat(confirm.getText()).isEqualTo("Plan the switch");
    test(confirm).click();
    assertThat(portal.calls)
        .anyMatch(call -> call.startsWith("plan ") && call.endsWith("to bmax unused"));
    UI.getCurrent().navigate("account");
    navigate(MyDesktopView.class);
    assertThat(find(PlanNotice.class).single().getElement().getTextRecursively())
        .contains("Will move to bmax when nobody has used it");
    test(find(Button.class).withText("Do not move").single()).click();
    assertThat(portal.calls).anyMatch(call -> call.startsWith("cancel plan"));
    assertThat(find(PlanNotice.class).all()).isEmpty();
  }

  @Test
  void maySwitchAtATimeThatIsNotOver() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.nodes.add(Samples.node("bmax", NodeState.UP, Duration.ofSeconds(2)));
    Button confirm = open();
    choose(SwitchTime.When.AT);
    DateTimePicker time = find(DateTimePicker.class).single();
    time.setValue(LocalDateTime.now(ZoneId.systemDefault()).minusMinutes(1));
    assertThat(confirm.isEnabled()).isFalse();
    LocalDateTime tomorrow =
        LocalDateTime.of(LocalDate.now(ZoneId.systemDefault()).plusDays(1), LocalTime.of(2, 0));
    time.setValue(tomorrow);
    test(confirm).click();
    Instant wanted = tomorrow.atZone(ZoneId.systemDefault()).toInstant();
    assertThat(portal.calls).anyMatch(call -> call.endsWith("to bmax at " + wanted));
  }

  @Test
  void aZoneThatIsUnknownIsThatOfTheServer() {
    assertThat(SwitchTime.zone("Asia/Shanghai")).isEqualTo(ZoneId.of("Asia/Shanghai"));
    for (String odd : new String[] {"", "Etc/Unknown", "no zone"}) {
      assertThat(SwitchTime.zone(odd)).isEqualTo(ZoneId.systemDefault());
    }
  }

  @Test
  void saysWhyAPlannedSwitchDidNotBegin() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.planned =
        new PlannedSwitchView(
            "p1",
            "bmax",
            null,
            PlannedSwitchView.State.FAILED,
            PlannedSwitchView.Reason.BUSY,
            Instant.EPOCH);
    var _ = open();
    assertThat(find(PlanNotice.class).single().getElement().getTextRecursively())
        .contains("bmax", "another operation took more than an hour");
  }

  @SuppressWarnings("unchecked")
  private void choose(SwitchTime.When when) {
    find(RadioButtonGroup.class).all().stream()
        .filter(group -> group.getListDataView().contains(SwitchTime.When.NOW))
        .forEach(group -> group.setValue(when));
  }

  @Test
  void namesTheProgramsThatEnd() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    Instant now = Instant.parse("2026-11-26T14:02:11Z");
    portal.programs =
        new ProgramsView(
            now, List.of(new ProgramsView.Program("python3 train.py", 2, now.minusSeconds(60))), 7);
    var _ = open();
    assertThat(find(EndingPrograms.class).single().getElement().getTextRecursively())
        .contains("These programs end", "2026-11-26T14:02:11Z", "python3 train.py × 2", "7");
  }

  @Test
  void saysWhenNobodyKnowsWhichProgramsRun() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    var _ = open();
    assertThat(find(EndingPrograms.class).single().getElement().getTextRecursively())
        .isEqualTo("Which programs run cannot be read now; all of them end.");
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
    assertThat(find(RadioButtonGroup.class).all())
        .anyMatch(g -> "No other node takes desktops now.".equals(g.getHelperText()));
  }
}
