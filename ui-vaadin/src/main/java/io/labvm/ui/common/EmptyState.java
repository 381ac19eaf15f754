package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;

/** Why a section is empty, and the next action where there is one. */
public final class EmptyState extends Div {
  /** An empty state in the present language; pages draw it anew when the language changes. */
  public EmptyState(VaadinIcon icon, String why, Component... actions) {
    addClassName("empty-state");
    var picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    add(picture, new Paragraph(why));
    add(actions);
  }
}
