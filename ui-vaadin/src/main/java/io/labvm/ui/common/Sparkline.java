package io.labvm.ui.common;

import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Locale;

/** The latest values of a share as a small line, drawn on the server, with a spoken summary. */
public final class Sparkline extends Span {
  private static final int LENGTH = 60;
  private static final int WIDTH = 120;
  private static final int HEIGHT = 24;

  private final Deque<Double> values = new ArrayDeque<>();
  private final Svg picture = new Svg();

  public Sparkline() {
    addClassNames("sparkline", "empty");
    getElement().setAttribute("role", "img");
    add(picture);
  }

  /** Adds the newest share, 0 to 1; keeps the last 60. */
  public void add(String name, double share) {
    values.addLast(Math.clamp(share, 0, 1));
    if (values.size() > LENGTH) {
      values.removeFirst();
    }
    getElement()
        .setAttribute(
            "aria-label",
            Words.text("sparkline.label", name, Quantities.percent(values.getLast())));
    picture.setSvg(drawing());
    // A single point is no line.
    setClassName("empty", values.size() < 2);
  }

  /** How many values are shown. */
  public int size() {
    return values.size();
  }

  private String drawing() {
    return "<svg xmlns='http://www.w3.org/2000/svg' aria-hidden='true' preserveAspectRatio='none'"
        + " viewBox='0 0 %d %d'><polyline fill='none' points='%s'/></svg>"
            .formatted(WIDTH, HEIGHT, points());
  }

  private String points() {
    var text = new StringBuilder();
    var x = WIDTH - (values.size() - 1) * (double) WIDTH / (LENGTH - 1);
    for (var value : new ArrayList<>(values)) {
      text.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, 1 + (1 - value) * (HEIGHT - 2)));
      x += (double) WIDTH / (LENGTH - 1);
    }
    return text.toString().strip();
  }
}
