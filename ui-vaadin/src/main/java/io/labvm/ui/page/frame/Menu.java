package io.labvm.ui.page.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.menu.MenuConfiguration;
import com.vaadin.flow.server.menu.MenuEntry;
import io.labvm.ui.common.Words;
import java.util.List;
import java.util.function.Predicate;

/** The menu, made of the pages that the account may open and that carry an entry. */
final class Menu {
  /** Entries from this order on are for admins. */
  private static final double ADMIN = 100;

  private static final int BOTTOM_ENTRIES = 4;

  private Menu() {}

  /** All entries, those for admins under a heading of their own. */
  static Component drawer() {
    var menu = new Div(section("menu.main", entry -> entry.order() < ADMIN));
    if (entries().stream().anyMatch(Menu::forAdmins)) {
      var heading = new Div(Words.text("menu.admin"));
      heading.addClassName("drawer-part");
      menu.add(heading, section("menu.admin", Menu::forAdmins));
    }
    return menu;
  }

  /** The first entries as icons at the bottom of a phone. */
  static Component[] bottom() {
    var nav = new Nav();
    nav.getStyle().set("display", "contents");
    nav.setAriaLabel(Words.text("menu.main"));
    entries().stream().limit(BOTTOM_ENTRIES).map(Menu::link).forEach(nav::add);
    return new Component[] {nav};
  }

  private static SideNav section(String labelKey, Predicate<MenuEntry> wanted) {
    var nav = new SideNav();
    nav.getElement().setAttribute("aria-label", Words.text(labelKey));
    entries().stream()
        .filter(wanted)
        .map(e -> new SideNavItem(Words.text(e.title()), e.menuClass(), icon(e)))
        .forEach(nav::addItem);
    return nav;
  }

  private static RouterLink link(MenuEntry entry) {
    var link = new RouterLink(entry.menuClass());
    link.add(icon(entry), new Span(Words.text(entry.title())));
    return link;
  }

  private static Icon icon(MenuEntry entry) {
    var icon = new Icon(entry.icon());
    icon.getElement().setAttribute("aria-hidden", "true");
    return icon;
  }

  private static boolean forAdmins(MenuEntry entry) {
    return entry.order() >= ADMIN;
  }

  private static List<MenuEntry> entries() {
    return MenuConfiguration.getMenuEntries();
  }
}
