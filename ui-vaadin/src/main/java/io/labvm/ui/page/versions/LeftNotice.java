package io.labvm.ui.page.versions;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.left.LeftView;
import java.util.List;

/** Says on a desktop's page that changes of it were left behind, and leads to them. */
public final class LeftNotice extends Div {
  private List<LeftView> shown = List.of();

  public LeftNotice() {
    setVisible(false);
  }

  /** Shows what there is now, in the present language; nothing when there is nothing. */
  public LeftNotice show(DesktopId desktop, List<LeftView> left) {
    List<LeftView> now = left.stream().map(LeftNotice::withoutAge).toList();
    if (now.equals(shown)) {
      return this;
    }
    shown = now;
    removeAll();
    left.forEach(l -> add(notice(desktop, l)));
    setVisible(!left.isEmpty());
    return this;
  }

  /** Draws the next time whatever is shown then. */
  public void forget() {
    shown = List.of();
  }

  private static LeftView withoutAge(LeftView left) {
    return new LeftView(
        left.id(),
        left.node(),
        left.since(),
        left.keptUntil(),
        left.names(),
        left.bytes(),
        left.complete(),
        left.since());
  }

  private static Div notice(DesktopId desktop, LeftView left) {
    var notice =
        Notices.inline(
            Meaning.ATTENTION, VaadinIcon.ARCHIVE, Words.text("left.notice", left.node()));
    var kept =
        new Span(
            new Span(Words.text("left.kept-until") + " "),
            TimeText.at(left.keptUntil()),
            new Span(" "),
            new Anchor(LeftNavigation.path(desktop), Words.text("left.look")));
    kept.addClassName("saved-up-to");
    notice.add(kept);
    return notice;
  }
}
