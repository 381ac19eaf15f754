package io.labvm.ui.common;

import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A share over time as a picture, drawn on the server: lines at 50 and 100 %, gaps where nothing is
 * known, mean and highest value as text beside its name.
 */
public final class HistoryLine extends Div {
  private static final int HEIGHT = 40;

  /**
   * @param shares 0 to 1, one for each step, oldest first; null where nothing is known
   */
  public HistoryLine(String name, List<@Nullable Double> shares) {
    addClassName("history-line");
    var numbers = new Span(numbers(shares));
    numbers.addClassName("meter-number");
    var head = new Div(new Span(name), numbers);
    head.addClassName("meter-head");
    var picture = new Svg(drawing(shares));
    picture.getElement().setAttribute("role", "img");
    picture.getElement().setAttribute("aria-label", name + ": " + numbers(shares));
    add(head, picture);
  }

  private static String numbers(List<@Nullable Double> shares) {
    var known = shares.stream().filter(Objects::nonNull).mapToDouble(s -> s).summaryStatistics();
    return known.getCount() == 0
        ? Words.text("meter.none")
        : Words.text(
            "history.numbers",
            Quantities.percent(known.getAverage()),
            Quantities.percent(known.getMax()));
  }

  private static String drawing(List<@Nullable Double> shares) {
    var svg = new StringBuilder();
    svg.append("<svg xmlns='http://www.w3.org/2000/svg' aria-hidden='true'")
        .append(" preserveAspectRatio='none' viewBox='0 0 ")
        .append(Math.max(1, shares.size()))
        .append(" %d'>".formatted(HEIGHT));
    for (double share : new double[] {0, 0.5, 1}) {
      svg.append("<line x1='0' x2='%d' y1='%2$s' y2='%2$s'/>".formatted(shares.size(), y(share)));
    }
    var line = new StringBuilder();
    for (int i = 0; i <= shares.size(); i++) {
      Double share = i < shares.size() ? shares.get(i) : null;
      if (share != null) {
        // Each value is a step, so that one between two gaps is seen, too.
        line.append("%d,%2$s %3$d,%2$s ".formatted(i, y(Math.clamp(share, 0, 1)), i + 1));
      } else if (!line.isEmpty()) {
        svg.append("<polyline fill='none' points='").append(line.toString().strip()).append("'/>");
        line.setLength(0);
      }
    }
    return svg.append("</svg>").toString();
  }

  private static String y(double share) {
    return String.format(Locale.ROOT, "%.1f", 1 + (1 - share) * (HEIGHT - 2));
  }
}
