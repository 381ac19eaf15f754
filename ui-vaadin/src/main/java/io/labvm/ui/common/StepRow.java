package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.labvm.contract.operation.Progress;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.operations.ErrorView;
import io.labvm.ui.operations.StepView;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Stepper}. */
final class StepRow extends ListItem {
  private final Div head = new Div();
  private final Div detail = new Div();
  private @Nullable StepView shown;

  StepRow() {
    head.addClassName("step-head");
    detail.addClassName("step-detail");
    add(head, detail);
  }

  void show(StepView step) {
    var before = shown;
    if (before == null || !sameHead(step, before)) {
      showHead(step);
    }
    if (!step.equals(before)) {
      showDetail(step);
    }
    shown = step;
  }

  // The seconds of a running step change with every look; the browser counts them by itself.
  private static boolean sameHead(StepView a, StepView b) {
    return a.name().equals(b.name())
        && a.state() == b.state()
        && Objects.equals(a.startedAt(), b.startedAt());
  }

  private void showHead(StepView step) {
    setClassName("step " + Meaning.of(step.state()).className());
    var current = step.state() == StepState.RUNNING || step.state() == StepState.RETRYING;
    getElement().setAttribute("aria-current", current ? "step" : "false");
    var icon = Meaning.icon(step.state()).create();
    icon.getElement().setAttribute("aria-hidden", "true");
    head.removeAll();
    head.add(icon, named("step-name", Words.step(step.name())));
    head.add(named("step-state", Words.of(step.state())));
    addTime(step);
  }

  private void addTime(StepView step) {
    var started = step.startedAt();
    var seconds = step.seconds();
    if (started == null || seconds == null || step.state() == StepState.SKIPPED) {
      return;
    }
    var running = step.state() == StepState.RUNNING || step.state() == StepState.RETRYING;
    Component time =
        running
            ? TimeText.since(started)
            : new Span(Quantities.duration(Duration.ofMillis(Math.round(seconds * 1000))));
    time.getElement().getClassList().add("step-time");
    head.add(time);
  }

  private void showDetail(StepView step) {
    detail.removeAll();
    if (step.attempts() > 1) {
      detail.add(tries(step));
    }
    if (step.progress() != null) {
      detail.add(new Span(ProgressText.of(step.progress())), bar(step.progress()));
    }
    if (step.error() != null) {
      detail.add(explanation(step.state(), step.error()));
    }
    detail.setVisible(detail.getComponentCount() > 0);
  }

  private static Span tries(StepView step) {
    var next = step.nextAttemptAt();
    var text = new Span(Words.text("stepper.attempt", step.attempts()));
    if (next != null && step.state() == StepState.RETRYING) {
      text.add(new Span(" · " + Words.text("stepper.next") + " "), TimeText.until(next));
    }
    return text;
  }

  private static ProgressBar bar(Progress now) {
    var bar = new ProgressBar();
    bar.setIndeterminate(now.total() <= 0);
    if (now.total() > 0) {
      bar.setValue(Math.clamp((double) now.done() / now.total(), 0, 1));
    }
    return bar;
  }

  private static Div explanation(StepState state, ErrorView error) {
    var box = new Div(new Div(error.why()));
    box.addClassName("step-error");
    if (state == StepState.FAILED) {
      box.add(new Div(error.standing()));
    }
    return box;
  }

  private static Span named(String className, String text) {
    var span = new Span(text);
    span.addClassName(className);
    return span;
  }
}
