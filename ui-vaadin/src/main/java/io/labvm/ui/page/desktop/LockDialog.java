package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Asks until when a desktop is to run, used or not. */
final class LockDialog {
  private static final int USUAL_DAYS = 7;

  private final Caller caller;
  private final IdlenessService idleness;

  LockDialog(Caller caller, IdlenessService idleness) {
    this.caller = caller;
    this.idleness = idleness;
  }

  /** The button that opens it; hidden where nobody is stopped for being unused. */
  Button button(DesktopView desktop) {
    var button = new Button(Words.text("idle.lock"), _ -> open(desktop));
    button.setVisible(idleness.idleness(caller, desktop.id()).periodSeconds() > 0);
    return button;
  }

  private void open(DesktopView desktop) {
    int most = idleness.mostLockDays();
    ZoneId zone = SwitchTime.zone();
    DateTimePicker until = SwitchTime.picker(Words.text("idle.lock.until"));
    until.setValue(
        LocalDateTime.now(zone).plusDays(Math.min(most, USUAL_DAYS)).truncatedTo(ChronoUnit.HOURS));
    var question =
        new Consequences(
                Words.text("idle.lock.question", desktop.name()),
                Words.text("idle.lock.verb"),
                () -> lock(desktop, at(until, zone)))
            .happens(Words.text("idle.lock.happens", most))
            .kept(Words.text("idle.lock.kept"));
    until.addValueChangeListener(_ -> question.confirmable(fits(at(until, zone), most)));
    question.add(until);
    question.open();
  }

  private static @Nullable Instant at(DateTimePicker until, ZoneId zone) {
    LocalDateTime chosen = until.getValue();
    return chosen == null ? null : chosen.atZone(zone).toInstant();
  }

  private static boolean fits(@Nullable Instant until, int most) {
    Instant now = Instant.now();
    return until != null && until.isAfter(now) && !until.isAfter(now.plus(Duration.ofDays(most)));
  }

  /** The page hears of it as of every change of the desktop. */
  private void lock(DesktopView desktop, @Nullable Instant until) {
    if (until == null) {
      return;
    }
    try {
      var _ = idleness.lock(caller, desktop.id(), until);
      Notices.done(Words.text("idle.lock.done"));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
