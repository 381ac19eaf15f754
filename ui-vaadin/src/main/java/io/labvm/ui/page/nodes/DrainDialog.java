package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.IntegerField;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.PlannedMove;
import io.labvm.contract.drain.PlannedMove.Blocker;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Beside;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Skeleton;
import io.labvm.ui.common.Words;
import io.labvm.ui.drains.DrainPlanView;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.util.List;

/** Asks before a node is emptied: what would become of each desktop on it stands there first. */
final class DrainDialog extends Dialog {
  private final Caller caller;
  private final DrainService drains;
  private final String node;
  private final Div plan = new Div();
  private final IntegerField atOnce = new IntegerField(Words.text("drain.at-once"));
  private final Button confirm = new Button(Words.text("drain.verb"), event -> confirm());

  DrainDialog(Caller caller, DrainService drains, String node) {
    super(Words.text("drain.question", node));
    this.caller = caller;
    this.drains = drains;
    this.node = node;
    addClassName("drain-dialog");
    plan.getElement().setAttribute("role", "status");
    atOnce.setMin(1);
    atOnce.setMax(DrainNode.MOST_AT_ONCE);
    atOnce.setValue(2);
    atOnce.setStepButtonsVisible(true);
    atOnce.setHelperText(Words.text("drain.at-once.help"));
    atOnce.addValueChangeListener(event -> confirm.setEnabled(isValid()));
    confirm.addThemeVariants(ButtonVariant.PRIMARY);
    confirm.setDisableOnClick(true);
    add(new Paragraph(Words.text("drain.happens")), plan, atOnce);
    getFooter().add(new Button(Words.text("action.cancel"), event -> close()), confirm);
  }

  private boolean isValid() {
    Integer value = atOnce.getValue();
    return value != null && value >= 1 && value <= DrainNode.MOST_AT_ONCE;
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    plan.removeAll();
    plan.add(new Skeleton(3));
    Beside.ask(event.getUI(), () -> drains.plan(caller, node), this::show, this::show);
  }

  private void show(DrainPlanView view) {
    plan.removeAll();
    if (view.lines().isEmpty()) {
      plan.add(new Paragraph(Words.text("drain.plan.none")));
      return;
    }
    long stay = view.lines().stream().filter(l -> stays(l.move())).count();
    if (stay > 0) {
      plan.add(
          Notices.inline(
              Meaning.ATTENTION, VaadinIcon.WARNING, Words.text("drain.plan.stay", stay)));
    }
    var rows =
        new Rows(
            List.of(
                Words.text("drain.plan.desktop"),
                Words.text("drain.plan.target"),
                Words.text("drain.plan.pause")));
    view.lines().forEach(line -> rows.row(who(line), where(line.move()), pause(line.move())));
    plan.add(rows);
  }

  private static boolean stays(PlannedMove move) {
    return move.blocker() == Blocker.NO_ROOM || move.blocker() == Blocker.NOT_MOVABLE;
  }

  private static Span who(DrainPlanView.Line line) {
    String login = line.login();
    return new Span(login == null ? line.move().desktop().value() : login);
  }

  private static Span where(PlannedMove move) {
    Blocker blocker = move.blocker();
    String target = move.target() == null ? "–" : move.target().value();
    if (blocker == null) {
      return new Span(target);
    }
    String why = Words.text("drain.blocker." + blocker.wire());
    return new Span(blocker == Blocker.BUSY ? target + " · " + why : why);
  }

  private static Span pause(PlannedMove move) {
    if (!move.running()) {
      return new Span(Words.text("drain.pause.off"));
    }
    Long millis = move.pauseMillis();
    return new Span(
        millis == null
            ? Words.text("consequences.seconds")
            : Words.text("consequences.about", Quantities.duration(Duration.ofMillis(millis))));
  }

  private void show(ProblemException refused) {
    plan.removeAll();
    plan.add(Notices.inline(Meaning.BROKEN, VaadinIcon.WARNING, Notices.text(refused)));
  }

  private void confirm() {
    try {
      var _ = drains.drain(caller, node, atOnce.getValue());
      close();
    } catch (ProblemException refused) {
      confirm.setEnabled(true);
      show(refused);
    }
  }
}
