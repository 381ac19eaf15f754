package io.labvm.ui.page.frame;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import io.labvm.ui.common.Words;

/** The product's mark and name; leads to the first page. */
public final class Brand extends Anchor {
  public Brand() {
    setHref(".");
    addClassName("brand");
    add(new Image("favicon.svg", ""), new Span(Words.text("app.name")));
  }
}
