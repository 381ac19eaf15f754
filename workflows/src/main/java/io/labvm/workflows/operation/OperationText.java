package io.labvm.workflows.operation;

import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepSnapshot;
import java.util.List;
import java.util.stream.Collectors;

/** The steps of an operation as an operator reads them in the Temporal UI. */
final class OperationText {
  private OperationText() {}

  static String of(OperationState state, List<Step> steps) {
    return "**%s**\n\n%s"
        .formatted(
            state.wire(),
            steps.stream()
                .map(Step::snapshot)
                .map(OperationText::line)
                .collect(Collectors.joining("\n")));
  }

  private static String line(StepSnapshot step) {
    String attempts = step.attempts() > 1 ? ", attempt " + step.attempts() : "";
    String error =
        step.error() == null ? "" : ": " + step.error().code().wire() + " " + step.error().detail();
    return "- %s: %s%s%s".formatted(step.name(), step.state().wire(), attempts, error);
  }
}
