package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/**
 * A share of something as a bar with its number; above the soft mark it asks for attention, above
 * the hard mark it is broken.
 */
public final class Meter extends Div {
  private static final double SOFT = 0.8;
  private static final double HARD = 0.95;

  private final Span label = new Span();
  private final Span number = new Span();
  private final Div bar = new Div();

  public Meter() {
    addClassName("meter");
    var head = new Div(label, number);
    head.addClassName("meter-head");
    number.addClassName("meter-number");
    bar.addClassName("meter-bar");
    bar.getElement().setAttribute("role", "meter");
    bar.getElement().setAttribute("aria-valuemin", "0").setAttribute("aria-valuemax", "100");
    add(head, bar);
  }

  /**
   * Shows a share.
   *
   * @param share 0 to 1, cut to that range for the bar
   * @param figure the number as people read it, with its unit
   */
  public void show(String name, double share, String figure) {
    var cut = Double.isFinite(share) ? Math.clamp(share, 0, 1) : 0;
    label.setText(name);
    number.setText(figure);
    bar.getStyle().set("--share", Math.round(cut * 1000) / 10.0 + "%");
    bar.getElement().setAttribute("aria-label", name);
    bar.getElement().setAttribute("aria-valuenow", Long.toString(Math.round(cut * 100)));
    bar.getElement().setAttribute("aria-valuetext", figure);
    setClassName("meter " + meaning(cut).className());
  }

  /** Says that there is no figure; never a zero. */
  public void showNothing(String name) {
    label.setText(name);
    number.setText(Words.text("meter.none"));
    bar.getStyle().set("--share", "0%");
    bar.getElement().setAttribute("aria-label", name);
    bar.getElement().removeAttribute("aria-valuenow");
    bar.getElement().setAttribute("aria-valuetext", Words.text("meter.none"));
    setClassName("meter " + Meaning.NEUTRAL.className());
  }

  private static Meaning meaning(double share) {
    if (share >= HARD) {
      return Meaning.BROKEN;
    }
    return share >= SOFT ? Meaning.ATTENTION : Meaning.GOOD;
  }
}
