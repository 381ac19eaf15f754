package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** Named facts side by side, for example the node and the uptime of a desktop. */
public final class FactsList extends DescriptionList {
  public FactsList() {
    addClassName("facts-list");
  }

  /** Adds a fact. */
  public FactsList fact(String name, Component value) {
    getElement().appendChild(new Div(new Term(name), new Description(value)).getElement());
    return this;
  }

  /** Adds a fact that is a text. */
  public FactsList fact(String name, String value) {
    return fact(name, new Span(value));
  }
}
