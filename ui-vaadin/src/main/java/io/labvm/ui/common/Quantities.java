package io.labvm.ui.common;

import com.vaadin.flow.component.UI;
import io.labvm.ui.texts.PortalTexts;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;

/** Sizes, shares and durations as people read them, in the language of the current page. */
public final class Quantities {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantities() {}

  /** A size with one decimal, for example {@code 5.1 GiB}; whole bytes below 1 KiB. */
  public static String bytes(long bytes) {
    var unit = 0;
    double value = bytes;
    while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return number(value, unit == 0 ? 0 : 1) + " " + UNITS[unit];
  }

  /** How far, for example {@code 1.2 / 3.1 GiB}; both numbers in the unit of the total. */
  public static String bytesOf(long done, long total) {
    if (total <= 0) {
      return bytes(done);
    }
    var unit = 0;
    var scale = 1.0;
    while (total / scale >= 1024 && unit < UNITS.length - 1) {
      scale *= 1024;
      unit++;
    }
    var decimals = unit == 0 ? 0 : 1;
    return number(done / scale, decimals)
        + " / "
        + number(total / scale, decimals)
        + " "
        + UNITS[unit];
  }

  /** A share of 1 as whole percent. */
  public static String percent(double share) {
    return number(share * 100, 0) + " %";
  }

  /** A number with a fixed count of decimals. */
  public static String number(double value, int decimals) {
    var format = NumberFormat.getNumberInstance(locale());
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }

  /** A number with at most so many decimals; whole numbers without any. */
  public static String upTo(double value, int decimals) {
    var format = NumberFormat.getNumberInstance(locale());
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }

  /** A number of CPUs, one decimal at most. */
  public static String cpus(double number) {
    return Words.text("cpus", number, upTo(number, 1));
  }

  /** A whole number with its separators. */
  public static String count(long value) {
    return NumberFormat.getIntegerInstance(locale()).format(value);
  }

  /** The two largest units: {@code 3 h 12 min}, {@code 4.2 s}; below 10 s with one decimal. */
  public static String duration(Duration duration) {
    var seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      return Words.text("duration.seconds", number(Math.max(0, duration.toMillis()) / 1000.0, 1));
    }
    if (seconds < 60) {
      return Words.text("duration.seconds", count(seconds));
    }
    if (seconds < 3600) {
      return Words.text("duration.minutes", duration.toMinutes(), seconds % 60);
    }
    if (seconds < 86_400) {
      return Words.text("duration.hours", duration.toHours(), duration.toMinutes() % 60);
    }
    return Words.text("duration.days", duration.toDays(), duration.toHours() % 24);
  }

  /** A set length in its largest whole unit: {@code 8 hours}, {@code 30 days}. */
  public static String span(Duration length) {
    if (length.toSeconds() % 86_400 == 0) {
      return Words.text("span.days", length.toDays());
    }
    return length.toSeconds() % 3600 == 0
        ? Words.text("span.hours", length.toHours())
        : Words.text("span.minutes", Math.max(1, length.toMinutes()));
  }

  private static Locale locale() {
    var ui = UI.getCurrent();
    return ui == null ? PortalTexts.ENGLISH : PortalTexts.nearest(ui.getLocale());
  }
}
