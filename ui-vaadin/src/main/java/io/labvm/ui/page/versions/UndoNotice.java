package io.labvm.ui.page.versions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.operations.OperationView;
import org.jspecify.annotations.Nullable;

/** Says that the desktop went back, and takes that back. */
final class UndoNotice extends Div {
  /**
   * For a restore that has succeeded.
   *
   * @param before the version that holds what was there before
   */
  UndoNotice(OperationView restore, long before, long newest, TravelActions actions) {
    addClassName("card");
    var now = restore.result() == null ? newest : restore.result().version();
    var said =
        Notices.inline(
            Meaning.GOOD, VaadinIcon.ARROW_BACKWARD, Words.text("versions.restored", now, before));
    var button =
        new Button(
            Words.text("versions.undo", before), event -> actions.askRestore(before, newest));
    actions.allowRestore(button);
    var row = new Div(button);
    row.addClassName("actions");
    var ended = restore.endedAt();
    if (ended != null) {
      var time = new Span(TimeText.ago(ended));
      time.addClassName("quiet");
      row.add(time);
    }
    add(said, row);
  }

  /** The version that takes a restore back; null unless it is one and has succeeded. */
  static @Nullable Long undo(OperationView operation) {
    OperationResult result = operation.result();
    return result == null || operation.state() != OperationState.SUCCEEDED ? null : result.undo();
  }
}
