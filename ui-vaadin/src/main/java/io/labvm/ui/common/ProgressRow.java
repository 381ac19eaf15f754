package io.labvm.ui.common;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.operations.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One operation in one line: while it runs its step and time, afterwards its result in place. */
public final class ProgressRow extends Div {
  public ProgressRow() {
    addClassName("progress-row");
    getElement().setAttribute("role", "status").setAttribute("aria-live", "polite");
  }

  /**
   * Shows the present state of the operation.
   *
   * @param href the page of the operation
   */
  public ProgressRow show(OperationView operation, String href) {
    removeAll();
    var name = new Anchor(href, Words.of(operation.kind()));
    name.addClassName("progress-name");
    add(StateBadge.of(operation.state()), name);
    if (operation.state().terminal()) {
      showResult(operation);
    } else {
      showStep(operation);
    }
    return this;
  }

  private void showStep(OperationView operation) {
    var steps = operation.steps();
    var step = Stepper.activeStep(steps);
    if (step != null) {
      var place = Words.text("progress.step", steps.indexOf(step) + 1, steps.size());
      var progress = step.progress();
      var far = progress == null ? "" : " · " + ProgressText.of(progress);
      add(text("progress-detail", place + " · " + Words.step(step.name()) + far));
    }
    var time = TimeText.since(began(operation));
    time.getElement().getClassList().add("progress-time");
    add(time, bar(steps));
  }

  private void showResult(OperationView operation) {
    var ended = operation.endedAt();
    var error = operation.error();
    if (error != null) {
      add(text("progress-detail", error.why()));
    }
    if (ended != null) {
      add(text("progress-took", Quantities.duration(Duration.between(began(operation), ended))));
      var time = TimeText.ago(ended);
      time.getElement().getClassList().add("progress-time");
      add(time);
    }
  }

  private static Instant began(OperationView operation) {
    return operation.startedAt() == null ? operation.createdAt() : operation.startedAt();
  }

  private static ProgressBar bar(List<StepView> steps) {
    var done =
        steps.stream()
            .filter(s -> s.state() == StepState.SUCCEEDED || s.state() == StepState.SKIPPED)
            .count();
    var bar = new ProgressBar();
    bar.setIndeterminate(steps.isEmpty());
    bar.setValue(steps.isEmpty() ? 0 : (double) done / steps.size());
    return bar;
  }

  private static Span text(String className, String text) {
    var span = new Span(text);
    span.addClassName(className);
    return span;
  }
}
