package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.operations.ErrorView;

/**
 * An error in four parts: what failed, why, where the member stands, what to do; with the operation
 * id to hand to an admin.
 */
public final class ErrorPanel extends Div {
  /** The error that ended an operation. */
  public ErrorPanel(ErrorView error, OperationId operation) {
    addClassNames("error-panel", Meaning.BROKEN.className());
    getElement().setAttribute("role", "alert");
    var icon = VaadinIcon.CLOSE_CIRCLE.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    add(new H3(icon, new Span(error.what())));
    add(part("error.why", error.why()));
    add(part("error.standing", error.standing()));
    add(part("error.todo", error.todo()));
    add(CopyField.of("error.operation", operation.value()));
  }

  /** Buttons that do what the text proposes. */
  public ErrorPanel withActions(Component... actions) {
    var row = new Div(actions);
    row.addClassName("actions");
    add(row);
    return this;
  }

  private static Paragraph part(String labelKey, String text) {
    var label = new Span(Words.text(labelKey));
    label.addClassName("error-label");
    return new Paragraph(label, new Span(text));
  }
}
