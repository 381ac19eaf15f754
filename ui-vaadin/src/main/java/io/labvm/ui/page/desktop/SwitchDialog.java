package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.desktops.SwitchTarget;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.page.desktop.SwitchTime.When;
import io.labvm.ui.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Asks where and when a desktop is to move, or to start when its node is lost: the nodes by fit,
 * unusable ones with their reason.
 */
public final class SwitchDialog {
  private final Caller caller;
  private final SwitchService switches;
  private final PlannedSwitchService plans;
  private final OperationService operations;

  public SwitchDialog(
      Caller caller,
      SwitchService switches,
      PlannedSwitchService plans,
      OperationService operations) {
    this.caller = caller;
    this.switches = switches;
    this.plans = plans;
    this.operations = operations;
  }

  /** The button that opens the question; without use while something else is done. */
  public Button button(DesktopView now) {
    boolean lost = now.state() == DesktopPhase.NODE_LOST;
    var button =
        new Button(Words.text(lost ? "action.elsewhere" : "action.switch"), event -> open(now));
    if (lost) {
      button.addThemeVariants(ButtonVariant.PRIMARY);
    }
    if (!DesktopPhase.MOVABLE.contains(now.state()) || now.currentOperation() != null) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("action.disabled", Words.of(now.state())));
    }
    return button;
  }

  private void open(DesktopView desktop) {
    List<SwitchTarget> targets = switches.targets(caller, desktop.id());
    // One key for the dialog: a second press of the button is the same request.
    var key = new RequestKey(UUID.randomUUID().toString());
    var choice = choice(targets);
    boolean lost = desktop.state() == DesktopPhase.NODE_LOST;
    String about = lost ? "elsewhere." : "switch.";
    var time = new SwitchTime();
    var question =
        new Consequences(
                Words.text(about + "question", desktop.name()),
                Words.text(about + "verb"),
                () -> send(desktop, choice.getValue(), time, key))
            .happens(Words.text(about + "happens"))
            .kept(Words.text(about + "kept"))
            .lost(Words.text(about + "lost"))
            .lastTook(
                operations.lastDuration(caller, desktop.id(), OperationKind.SWITCH).orElse(null));
    if (desktop.state() == DesktopPhase.RUNNING) {
      question.unreachable(switches.expectedPause(caller, desktop.id()).orElse(null));
    }
    Runnable chosen =
        () ->
            question
                .confirmable(choice.getValue() != null && time.isChosen())
                .verb(Words.text(time.when() == When.NOW ? about + "verb" : "switch.plan"));
    chosen.run();
    choice.addValueChangeListener(_ -> chosen.run());
    time.onChange(chosen);
    question.addComponentAsFirst(choice);
    if (desktop.state() == DesktopPhase.RUNNING) {
      question.add(new EndingPrograms(switches.programs(caller, desktop.id())));
    }
    if (!lost) {
      question.add(time);
    }
    question.open();
  }

  private static RadioButtonGroup<SwitchTarget> choice(List<SwitchTarget> targets) {
    var choice = new RadioButtonGroup<SwitchTarget>(Words.text("switch.node"));
    choice.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
    choice.setItems(targets);
    choice.setItemEnabledProvider(SwitchTarget::usable);
    choice.setRenderer(new ComponentRenderer<>(SwitchDialog::line));
    targets.stream().filter(SwitchTarget::usable).findFirst().ifPresent(choice::setValue);
    if (targets.stream().noneMatch(SwitchTarget::usable)) {
      choice.setHelperText(Words.text("switch.nowhere"));
    }
    return choice;
  }

  private static Div line(SwitchTarget target) {
    var about = new Span(about(target));
    about.addClassName("quiet");
    return new Div(new Span(target.node() + " "), about);
  }

  private static String about(SwitchTarget target) {
    if (target.current()) {
      return Words.text("switch.here");
    }
    if (target.state() != NodeState.UP) {
      return Words.text("node-state." + target.state().wire());
    }
    SwitchTarget.Fit fit = target.fit();
    if (fit == null) {
      return Words.text("switch.silent");
    }
    if (!fit.room()) {
      return Words.text("switch.full");
    }
    List<String> parts = new ArrayList<>();
    if (fit.gpus() != null) {
      parts.add(Words.text("switch.gpus." + fit.gpus().name().toLowerCase(Locale.ROOT)));
    }
    if (target.memoryFreeBytes() != null) {
      parts.add(Words.text("switch.free", Quantities.bytes(target.memoryFreeBytes())));
    }
    parts.add(Words.text("nodes.desktops", target.desktops()));
    if (!fit.hasBase()) {
      parts.add(Words.text("switch.base"));
    }
    return String.join(" · ", parts);
  }

  private void send(DesktopView desktop, SwitchTarget target, SwitchTime time, RequestKey key) {
    try {
      if (time.when() == When.NOW) {
        switches.switchTo(caller, desktop.id(), target.node(), key);
      } else {
        plans.plan(caller, desktop.id(), target.node(), time.at(), key);
      }
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
