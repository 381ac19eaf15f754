package io.labvm.ui.page.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.idleness.UsedBy;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.desktops.IdlenessView.Stopped;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.page.idle.IdleNotice;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a desktop's page says of its idleness, and what its buttons do. */
class IdleNoticeTest extends PageTest {
  private static final long PERIOD = Duration.ofHours(12).toSeconds();

  private void open(DesktopPhase phase, IdlenessView idleness) {
    portal.desktops.add(Samples.desktop(phase));
    portal.idleness = idleness;
    UI.getCurrent().navigate("account"); // so that the page is made with the desktops there are now
    navigate(MyDesktopView.class);
  }

  private static IdlenessView near(boolean warned, @Nullable Instant lockedUntil) {
    Instant stop = Instant.now().plus(Duration.ofMinutes(50));
    Instant used = stop.minusSeconds(PERIOD);
    return new IdlenessView(stop, warned, PERIOD, used, UsedBy.INPUT, lockedUntil, null);
  }

  private String said() {
    return find(IdleNotice.class).single().getElement().getTextRecursively();
  }

  private Button button(String text) {
    return find(Button.class).withText(text).single();
  }

  @Test
  void warnsAndKeepsRunningByOneClick() {
    open(DesktopPhase.RUNNING, near(true, null));
    assertThat(said()).contains("nobody has for nearly 12 hours", "keyboard, mouse or SSH");
    test(button("Keep running")).click();
    assertThat(portal.calls).containsExactly("extend " + Samples.DESKTOP);
    assertThat(find(IdleNotice.class).all()).isEmpty();
  }

  @Test
  void aRefusedExtensionLeavesTheWarning() {
    open(DesktopPhase.RUNNING, near(true, null));
    portal.refusal = ProblemException.of(ProblemCode.WRONG_STATE, "It does not run.");
    test(button("Keep running")).click();
    assertThat(button("Keep running").isEnabled()).isTrue();
  }

  @Test
  void saysNothingWhileTheStopIsFarAway() {
    open(DesktopPhase.RUNNING, near(false, null));
    assertThat(find(IdleNotice.class).all()).isEmpty();
  }

  @Test
  void aLockIsShownAndTakenAway() {
    open(DesktopPhase.RUNNING, near(false, Instant.now().plus(Duration.ofDays(2))));
    assertThat(said()).contains("Locked: it is not stopped");
    test(button("Unlock")).click();
    assertThat(portal.calls).containsExactly("unlock " + Samples.DESKTOP);
    assertThat(find(IdleNotice.class).all()).isEmpty();
  }

  @Test
  void locksUntilATimeThatIsAllowed() {
    open(DesktopPhase.RUNNING, near(false, null));
    test(button("Lock…")).click();
    DateTimePicker until = find(DateTimePicker.class).single();
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.HOURS);
    until.setValue(now.plusDays(15));
    assertThat(button("Lock").isEnabled()).isFalse();
    until.setValue(now.plusDays(10));
    test(button("Lock")).click();
    assertThat(portal.calls)
        .containsExactly(
            "lock "
                + Samples.DESKTOP
                + " until "
                + now.plusDays(10).atZone(ZoneId.systemDefault()).toInstant());
  }

  @Test
  void nobodyLocksWhereNobodyIsStopped() {
    open(DesktopPhase.RUNNING, IdlenessView.NONE);
    assertThat(find(Button.class).withText("Lock…").all()).isEmpty();
  }

  @Test
  void saysWhyItWasStopped() {
    Instant used = Instant.now().minus(Duration.ofHours(20));
    var why = new Stopped("o1", used.plusSeconds(PERIOD), PERIOD, used, UsedBy.CPU);
    open(DesktopPhase.STOPPED, new IdlenessView(null, false, PERIOD, used, UsedBy.CPU, null, why));
    assertThat(said())
        .contains("Stopped since nobody had used it for 12 hours", "its processors worked");
  }
}
