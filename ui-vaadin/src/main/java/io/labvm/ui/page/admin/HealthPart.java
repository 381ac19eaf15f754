package io.labvm.ui.page.admin;

import io.labvm.ui.common.Words;
import io.labvm.ui.internal.Health.Check;
import io.labvm.ui.texts.PortalTexts;

/**
 * One part of the platform in the words of the page.
 *
 * @param noticed what people notice while it does not work
 * @param detail what was seen
 */
record HealthPart(String name, boolean ok, String noticed, String detail) {
  private static final String NODE = "node ";

  /** What answers this page. */
  static HealthPart portal() {
    return new HealthPart(
        Words.text("health.part.portal"), true, "", Words.text("health.seen.portal"));
  }

  static HealthPart of(Check check) {
    if (check.name().startsWith(NODE)) {
      var node = check.name().substring(NODE.length());
      return part(check, Words.text("health.part.node", node), "health.noticed.node");
    }
    var key = "health.part." + check.name();
    return part(
        check,
        Words.text(PortalTexts.has(key) ? key : "health.part.other"),
        PortalTexts.has(key) ? "health.noticed." + check.name() : "health.noticed.other");
  }

  private static String seen(Check check) {
    return Words.text("health.seen." + check.seen().key(), check.seen().arguments().toArray());
  }

  private static HealthPart part(Check check, String name, String noticedKey) {
    return new HealthPart(name, check.ok(), Words.text(noticedKey), seen(check));
  }
}
