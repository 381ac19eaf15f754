package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.ListItem;
import io.labvm.contract.operation.Progress;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.operations.ErrorView;
import io.labvm.ui.operations.StepView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepperTest extends ComponentTest {
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final ErrorView ERROR =
      new ErrorView(
          "no-vnc-answer", "vnc", "what", "It did not answer.", "It is off.", "Try again.");

  @Test
  void saysNameStateAndDurationOfEachStep() {
    var stepper = shown(new Stepper());
    stepper.show(List.of(done("place", 0.9), step("base", StepState.PENDING)));
    assertThat(find(ListItem.class, stepper).all())
        .extracting(ComponentTest::text)
        .containsExactly("Choose a nodedone0.9 s", "Fetch the baseto come");
  }

  @Test
  void showsLiveProgressOfTheRunningStep() {
    var stepper = shown(new Stepper());
    stepper.show(List.of(running(new Progress(1_288_490_189L, 3_328_599_655L, "bytes", 40L))));
    assertThat(text(stepper)).contains("1.2 / 3.1 GiB · 40 s left");
    assertThat(text(stepper)).contains("Step 1 of 1: Fetch the base, at work");
  }

  @Test
  void keepsRowsThatDidNotChange() {
    var stepper = shown(new Stepper());
    stepper.show(List.of(done("place", 0.9), running(null)));
    var before = find(ListItem.class, stepper).all();
    stepper.show(List.of(done("place", 0.9), done("base", 12)));
    assertThat(find(ListItem.class, stepper).all()).isEqualTo(before);
    assertThat(text(before.get(1))).contains("done");
  }

  @Test
  void saysTriesAndTheErrorUnderItsStep() {
    var stepper = shown(new Stepper());
    stepper.show(List.of(new StepView("vnc", StepState.FAILED, 5, START, 31.0, null, null, ERROR)));
    assertThat(text(stepper)).contains("attempt 5", "It did not answer.", "It is off.");
  }

  @Test
  void givesAStepItDoesNotKnowAGeneralName() {
    var stepper = shown(new Stepper());
    stepper.show(List.of(step("brand-new", StepState.PENDING)));
    assertThat(text(stepper)).contains("Another step").doesNotContain("brand-new");
  }

  private static StepView step(String name, StepState state) {
    return new StepView(name, state, 0, null, null, null, null, null);
  }

  private static StepView done(String name, double seconds) {
    return new StepView(name, StepState.SUCCEEDED, 1, START, seconds, null, null, null);
  }

  private static StepView running(@Nullable Progress progress) {
    return new StepView("base", StepState.RUNNING, 1, START, 3.0, progress, null, null);
  }
}
