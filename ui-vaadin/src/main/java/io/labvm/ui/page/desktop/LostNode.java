package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says of a desktop whose node is lost what is safe, what to do, and what happens by itself. */
public final class LostNode {
  /** Where a sentence has its time. */
  private static final String TIME = "\u0000";

  private LostNode() {}

  /** With the time up to which everything is in the store, where that is known. */
  public static Div notice(DesktopView desktop) {
    var node = desktop.node();
    var notice =
        Notices.inline(
            Meaning.BROKEN,
            VaadinIcon.UNLINK,
            Words.text("desktop.node-lost", node == null ? "" : node));
    var point = desktop.recoveryPoint();
    if (point != null) {
      var saved =
          new Span(
              new Span(Words.text("desktop.node-lost.saved") + " "),
              TimeText.at(point.oldestUnshipped()));
      saved.addClassName("saved-up-to");
      notice.add(saved);
    }
    notice.add(policy(desktop.startsElsewhereAt()));
    return notice;
  }

  /**
   * What an admin has set for lost nodes.
   *
   * @param at null for never
   */
  private static Span policy(@Nullable Instant at) {
    var policy = new Span();
    policy.addClassName("policy");
    if (at == null) {
      policy.setText(Words.text("desktop.node-lost.never"));
      return policy;
    }
    String key = at.isAfter(Instant.now()) ? "desktop.node-lost.at" : "desktop.node-lost.due";
    var parts = Words.text(key, TIME).split(TIME, 2);
    policy.add(new Span(parts[0]), TimeText.at(at), new Span(parts[1]));
    return policy;
  }
}
