package io.labvm.nodechannel.reading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that is asked for.
 *
 * @param header Content-Range of the answer; null for the whole file
 */
public record Range(long from, long length, @Nullable String header) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

  /** One range from a byte on; every other form means the whole file, as HTTP allows. */
  public static Range of(@Nullable String wanted, long size) throws Refusal {
    Matcher form = FORM.matcher(wanted == null ? "" : wanted);
    if (!form.matches()) {
      return new Range(0, size, null);
    }
    long from = Long.parseLong(form.group(1));
    if (from >= size) {
      throw new Refusal(416, "range", "the file has " + size + " bytes");
    }
    long last = form.group(2).isEmpty() ? size - 1 : Long.parseLong(form.group(2));
    long to = Math.min(last, size - 1);
    if (to < from) {
      return new Range(0, size, null);
    }
    return new Range(from, to - from + 1, "bytes %d-%d/%d".formatted(from, to, size));
  }
}
