package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;

/** Says of a desktop whose node is lost what is safe and what to do. */
public final class LostNode {
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
    return notice;
  }
}
