package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.operations.ErrorView;
import org.junit.jupiter.api.Test;

class ErrorPanelTest extends ComponentTest {
  @Test
  void hasFourPartsAndTheOperationNumber() {
    var error =
        new ErrorView("no-space", "root", "Start stopped", "Disk is full", "It is off", "Ask");
    var panel = shown(new ErrorPanel(error, new OperationId("o123")));
    assertThat(text(panel))
        .containsSubsequence(
            "Start stopped",
            "Why",
            "Disk is full",
            "Where you stand",
            "It is off",
            "What to do",
            "Ask",
            "Operation number",
            "o123");
    assertThat(panel.getElement().getAttribute("role")).isEqualTo("alert");
  }

  @Test
  void emptyStateSaysWhy() {
    var empty = shown(new EmptyState(VaadinIcon.INBOX, "Nobody waits."));
    assertThat(text(empty)).isEqualTo("Nobody waits.");
  }
}
