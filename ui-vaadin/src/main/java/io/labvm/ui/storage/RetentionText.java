package io.labvm.ui.storage;

import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.texts.PortalTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rules in one sentence. */
public final class RetentionText {
  private RetentionText() {}

  /**
   * For example: Kept: the newest 3, 24 hourly, 7 daily. Pinned ones and the newest always stay.
   */
  public static String sentence(RetentionRules rules, Locale language) {
    List<String> parts = new ArrayList<>();
    add(parts, "last", rules.last(), language);
    add(parts, "hourly", rules.hourly(), language);
    add(parts, "daily", rules.daily(), language);
    add(parts, "weekly", rules.weekly(), language);
    add(parts, "monthly", rules.monthly(), language);
    String list = String.join(PortalTexts.say("retention.separator", language), parts);
    return PortalTexts.say("retention.sentence", language, list);
  }

  private static void add(List<String> parts, String rule, int number, Locale language) {
    if (number > 0) {
      parts.add(PortalTexts.say("retention." + rule, language, number));
    }
  }
}
