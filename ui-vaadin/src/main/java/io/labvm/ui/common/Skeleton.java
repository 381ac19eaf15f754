package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;

/** Grey lines in the place of a section whose data is on its way. */
public final class Skeleton extends Div {
  /** As many lines as the section will have, 1 or more. */
  public Skeleton(int lines) {
    addClassName("skeleton");
    getElement().setAttribute("role", "status");
    getElement().setAttribute("aria-label", Words.text("skeleton.loading"));
    for (int i = 0; i < lines; i++) {
      add(new Div());
    }
  }
}
