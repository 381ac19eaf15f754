package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.operations.StepView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an operation from top to bottom: name, state, duration, tries, live detail, and the
 * error under the step it belongs to. The running step is told to screen readers, politely.
 */
public final class Stepper extends Div {
  private final OrderedList list = new OrderedList();
  private final Span announcement = new Span();
  private final List<StepRow> rows = new ArrayList<>();

  public Stepper() {
    addClassName("stepper");
    announcement.addClassName("only-read");
    announcement.getElement().setAttribute("role", "status").setAttribute("aria-live", "polite");
    add(list, announcement);
  }

  /** Shows the steps; rows that did not change stay untouched. */
  public void show(List<StepView> steps) {
    while (rows.size() > steps.size()) {
      list.remove(rows.removeLast());
    }
    for (int i = 0; i < steps.size(); i++) {
      if (i == rows.size()) {
        var row = new StepRow();
        rows.add(row);
        list.add(row);
      }
      rows.get(i).show(steps.get(i));
    }
    announce(steps);
  }

  /** Draws everything anew at the next {@link #show}, for example in another language. */
  public void forget() {
    list.removeAll();
    rows.clear();
  }

  /** The step that is at work or waits for its next try; null when none is. */
  public static @Nullable StepView activeStep(List<StepView> steps) {
    return steps.stream()
        .filter(s -> s.state() == StepState.RUNNING || s.state() == StepState.RETRYING)
        .findFirst()
        .orElse(null);
  }

  private void announce(List<StepView> steps) {
    var step = activeStep(steps);
    var text = step == null ? "" : sentence(steps, step);
    if (!text.equals(announcement.getText())) {
      announcement.setText(text);
    }
  }

  private static String sentence(List<StepView> steps, StepView step) {
    return Words.text(
        "stepper.announce",
        steps.indexOf(step) + 1,
        steps.size(),
        Words.step(step.name()),
        Words.of(step.state()));
  }
}
