package io.labvm.layers.command;

import io.labvm.layers.sync.RecoveryPoint;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would be lost now, in words. */
final class RecoveryText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private RecoveryText() {}

  static String of(RecoveryPoint now) {
    if (now.oldest().isEmpty()) {
      return "nothing waits";
    }
    List<String> parts = new ArrayList<>();
    if (now.files() > 0) {
      parts.add(names(now.files()));
    }
    if (now.bytes() > 0) {
      parts.add(bytes(now.bytes()));
    }
    if (parts.isEmpty()) {
      return "no name is known to wait"; // what was changed in between is not looked at yet
    }
    return String.join(", ", parts) + " would be lost, the oldest of " + time(now.oldest().get());
  }

  static String names(long number) {
    return number + (number == 1 ? " name" : " names");
  }

  static String bytes(long number) {
    if (number < 1000) {
      return number + " B";
    }
    double value = number;
    int unit = -1;
    while (value >= 999.95 && unit < 4) {
      value /= 1000;
      unit++;
    }
    return "%.1f %cB".formatted(value, "kMGTP".charAt(unit));
  }

  /** The local time of day. */
  static String time(Instant moment) {
    return TIME.format(moment);
  }
}
