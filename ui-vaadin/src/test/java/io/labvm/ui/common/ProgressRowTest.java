package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.progressbar.ProgressBar;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.page.Samples;
import org.junit.jupiter.api.Test;

class ProgressRowTest extends ComponentTest {
  @Test
  void turnsFromStepIntoResultInPlace() {
    var row = shown(new ProgressRow());
    row.show(
        Samples.operation(Samples.OPERATION, OperationKind.START, OperationState.RUNNING, 6), "x");
    assertThat(text(row)).contains("Start", "step 7 of 9", "Start the machine");
    assertThat(find(ProgressBar.class, row).exists()).isTrue();
    row.show(
        Samples.operation(Samples.OPERATION, OperationKind.START, OperationState.SUCCEEDED, 9),
        "x");
    assertThat(text(row)).contains("Done", "9.0 s");
    assertThat(find(ProgressBar.class, row).exists()).isFalse();
  }

  @Test
  void saysWhyAnOperationWasNotDone() {
    var row = shown(new ProgressRow());
    row.show(
        Samples.operation(Samples.OPERATION, OperationKind.START, OperationState.FAILED, 7), "x");
    assertThat(text(row)).contains("Not done", "did not answer in time");
  }
}
