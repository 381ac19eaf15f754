package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time, mostly relative to now, kept fresh by the browser in its own time zone; the exact time
 * shows when pointed at.
 */
@Tag("labvm-time")
@JsModule("context://labvm/labvm-elements.js")
public final class TimeText extends Component {

  private TimeText(Instant at, String mode) {
    getElement().setAttribute("datetime", at.toString());
    getElement().setAttribute("mode", mode);
    // What shows where scripts do not run.
    getElement().setText(at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** How long ago: "3 minutes ago". */
  public static TimeText ago(Instant at) {
    return new TimeText(at, "ago");
  }

  /**
   * Greys the nearest element marked {@code data-ages} around it once the time is older than this.
   *
   * @param seconds 1 or more
   */
  public TimeText staleAfter(int seconds) {
    getElement().setAttribute("stale-after", Integer.toString(seconds));
    return this;
  }

  /** The exact time: "14:02:11", with its day when that is not today. */
  public static TimeText at(Instant at) {
    return new TimeText(at, "at");
  }

  /** How long since, growing: "3 h 12 min". */
  public static TimeText since(Instant start) {
    return new TimeText(start, "since");
  }

  /** How long until, shrinking to 0: "4 min 10 s". */
  public static TimeText until(Instant end) {
    return new TimeText(end, "until");
  }
}
