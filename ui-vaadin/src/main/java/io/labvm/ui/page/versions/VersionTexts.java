package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.texts.PortalTexts;
import io.labvm.ui.versions.VersionPath;
import java.util.List;
import java.util.function.Function;

/** What the pages of versions say alike. */
final class VersionTexts {
  private VersionTexts() {}

  /** Why a version was made. */
  static String trigger(String trigger) {
    String key = "version.trigger." + trigger;
    return Words.text(PortalTexts.has(key) ? key : "version.trigger.other");
  }

  static String consistency(String code) {
    String key = "version.consistency." + code;
    return Words.text(PortalTexts.has(key) ? key : "version.consistency.live");
  }

  /** The folders above one, each a link, itself as text. */
  static Component way(VersionPath path, Function<VersionPath, String> href) {
    var nav = new Nav();
    nav.addClassName("way");
    nav.setAriaLabel(Words.text("version.way"));
    List<VersionPath> chain = path.chain();
    for (VersionPath at : chain) {
      String name = at.isRoot() ? Words.text("version.root") : at.name();
      if (at.equals(path)) {
        var here = new Span(name);
        here.getElement().setAttribute("aria-current", "page");
        nav.add(here);
      } else {
        var slash = new Span("/");
        slash.getElement().setAttribute("aria-hidden", "true");
        nav.add(new Anchor(href.apply(at), name), slash);
      }
    }
    return nav;
  }

  /** A refusal in the place of what was asked for. */
  static Component refused(ProblemException problem) {
    return new EmptyState(VaadinIcon.WARNING, Notices.text(problem));
  }

  /** What the browser saves; the address is no page. */
  static Anchor save(String href, String label, String text) {
    var link = new Anchor(href, text);
    link.getElement().setAttribute("download", true);
    link.setRouterIgnore(true);
    link.setAriaLabel(label);
    return link;
  }

  static Div card(Component... parts) {
    var card = new Div(parts);
    card.addClassName("card");
    return card;
  }
}
