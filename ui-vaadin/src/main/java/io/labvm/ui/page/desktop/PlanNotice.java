package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.PlannedSwitchView;
import io.labvm.ui.problem.ProblemException;
import java.util.Optional;

/** Says on a desktop's page that a switch waits, or that it did not begin. */
public final class PlanNotice extends Div {
  private final Caller caller;
  private final PlannedSwitchService plans;
  private Optional<PlannedSwitchView> shown = Optional.empty();

  public PlanNotice(Caller caller, PlannedSwitchService plans) {
    this.caller = caller;
    this.plans = plans;
    setVisible(false);
  }

  /** Shows what there is now, in the present language; nothing when there is nothing. */
  public PlanNotice show(DesktopId desktop) {
    Optional<PlannedSwitchView> now = plans.planned(caller, desktop);
    if (now.equals(shown)) {
      return this;
    }
    shown = now;
    removeAll();
    now.ifPresent(plan -> add(notice(desktop, plan)));
    setVisible(now.isPresent());
    return this;
  }

  /** Draws the next time whatever is shown then. */
  public void forget() {
    shown = Optional.empty();
  }

  private Div notice(DesktopId desktop, PlannedSwitchView plan) {
    return plan.state() == PlannedSwitchView.State.WAITING ? waiting(desktop, plan) : failed(plan);
  }

  private Div waiting(DesktopId desktop, PlannedSwitchView plan) {
    var notice =
        Notices.inline(Meaning.WORKING, VaadinIcon.CLOCK, Words.text(text(plan), to(plan)));
    var cancel = new Button(Words.text("plan.cancel"), _ -> cancel(desktop));
    cancel.addThemeVariants(ButtonVariant.SMALL);
    cancel.setDisableOnClick(true);
    notice.add(due(plan, cancel));
    return notice;
  }

  private static Span due(PlannedSwitchView plan, Component... more) {
    var due = new Span();
    due.addClassName("saved-up-to");
    if (plan.at() != null) {
      due.add(TimeText.at(plan.at()), new Span(" "));
    }
    due.add(more);
    return due;
  }

  private static String text(PlannedSwitchView plan) {
    return plan.at() == null ? "plan.unused" : "plan.at";
  }

  private static String to(PlannedSwitchView plan) {
    return plan.node() == null ? Words.text("plan.best") : plan.node();
  }

  private static Div failed(PlannedSwitchView plan) {
    var reason = plan.reason() == null ? PlannedSwitchView.Reason.ENDED : plan.reason();
    var notice =
        Notices.inline(
            Meaning.ATTENTION,
            VaadinIcon.CLOCK,
            Words.text("plan.failed." + reason.wire(), to(plan)));
    notice.add(due(plan));
    return notice;
  }

  private void cancel(DesktopId desktop) {
    try {
      plans.cancelPlan(caller, desktop);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
    show(desktop);
  }
}
