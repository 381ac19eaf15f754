package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;

/** Says how old figures are that a node tells every two seconds, and when they are stale. */
public final class FigureAge {
  private static final int STALE_SECONDS = 15;

  private FigureAge() {}

  /** For within an element with the attribute {@code data-ages}. */
  public static Div of(Instant at) {
    return new Div(
        word("nodes.age", "ages-fresh"),
        word("nodes.stale", "ages-stale"),
        TimeText.ago(at).staleAfter(STALE_SECONDS));
  }

  private static Span word(String key, String name) {
    Span word = new Span(Words.text(key) + " ");
    word.addClassName(name);
    return word;
  }
}
