package io.labvm.ui.page.idle;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.idleness.UsedBy;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.page.operations.OperationsNavigation;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says on a desktop's page that it will soon be stopped for being unused, has been, or is locked
 * against that.
 */
public final class IdleNotice extends Div {
  private final Caller caller;
  private final IdlenessService idleness;
  private final boolean all;
  private IdlenessView shown = IdlenessView.NONE;

  public IdleNotice(Caller caller, IdlenessService idleness) {
    this(caller, idleness, true);
  }

  private IdleNotice(Caller caller, IdlenessService idleness, boolean all) {
    this.caller = caller;
    this.idleness = idleness;
    this.all = all;
    setVisible(false);
  }

  /** One over the desktop itself: there only what is near is worth the room. */
  public static IdleNotice ofWarnings(Caller caller, IdlenessService idleness) {
    var notice = new IdleNotice(caller, idleness, false);
    notice.addClassName("over-desktop");
    return notice;
  }

  /** Shows what there is now, in the present language; nothing when there is nothing. */
  public IdleNotice show(DesktopId desktop) {
    show(desktop, idleness.idleness(caller, desktop));
    return this;
  }

  private void show(DesktopId desktop, IdlenessView now) {
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    removeAll();
    if (all && now.stopped() != null) {
      add(stopped(now.stopped()));
    } else if (all && now.lockedUntil() != null) {
      add(locked(desktop, now.lockedUntil()));
    } else if (now.warned() && now.stopsAt() != null) {
      add(warned(desktop, now, now.stopsAt()));
    }
    setVisible(getComponentCount() > 0);
  }

  /** Draws the next time whatever is shown then. */
  public void forget() {
    shown = IdlenessView.NONE;
  }

  private Div warned(DesktopId desktop, IdlenessView now, Instant stop) {
    var notice =
        Notices.inline(
            Meaning.ATTENTION,
            VaadinIcon.CLOCK,
            Words.text("idle.warned", duration(now.periodSeconds())));
    var keep = button("idle.keep", () -> idleness.extend(caller, desktop), desktop);
    notice.add(line(TimeText.until(stop), new Span(" "), keep));
    addLastUse(notice, now.usedAt(), now.usedBy());
    return notice;
  }

  private Div locked(DesktopId desktop, Instant until) {
    var notice = Notices.inline(Meaning.NEUTRAL, VaadinIcon.LOCK, Words.text("idle.locked"));
    var unlock = button("idle.unlock", () -> idleness.unlock(caller, desktop), desktop);
    notice.add(line(TimeText.at(until), new Span(" "), unlock));
    return notice;
  }

  private static Div stopped(IdlenessView.Stopped stop) {
    var notice =
        Notices.inline(
            Meaning.NEUTRAL,
            VaadinIcon.POWER_OFF,
            Words.text("idle.stopped", duration(stop.periodSeconds())));
    addLastUse(notice, stop.usedAt(), stop.usedBy());
    var operation = OperationsNavigation.path(new OperationId(stop.operation()));
    notice.add(new Anchor(operation, Words.text("idle.operation")));
    return notice;
  }

  private static void addLastUse(Div notice, @Nullable Instant at, @Nullable UsedBy by) {
    if (at != null && by != null) {
      var what = Words.text("idle.by." + by.wire());
      notice.add(line(new Span(Words.text("idle.last", what) + " "), TimeText.at(at)));
    }
  }

  private static Span line(Component... parts) {
    var line = new Span(parts);
    line.addClassName("saved-up-to");
    return line;
  }

  private static String duration(long seconds) {
    return Quantities.span(Duration.ofSeconds(seconds));
  }

  /** What a button does, and what is so then. */
  private interface Step {
    IdlenessView take();
  }

  private Button button(String key, Step step, DesktopId desktop) {
    var button = new Button(Words.text(key), _ -> take(step, desktop));
    button.addThemeVariants(ButtonVariant.SMALL);
    button.setDisableOnClick(true);
    return button;
  }

  private void take(Step step, DesktopId desktop) {
    try {
      show(desktop, step.take());
    } catch (ProblemException refused) {
      Notices.refused(refused);
      forget();
      show(desktop);
    }
  }
}
