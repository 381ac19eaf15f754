package io.labvm.ui.page.admin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.page.desktop.DesktopActions;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every desktop of the platform, for admins. */
@Route(DesktopDetailView.ROUTE)
@Menu(title = "menu.desktops", order = 110, icon = "vaadin:grid-small")
@RolesAllowed("ADMIN")
class DesktopsView extends Page {
  private final Caller caller;
  private final DesktopService desktops;
  private final DesktopActions actions;
  private final TextField search = new TextField();
  private final Div list = new Div();
  private List<DesktopView> shown = List.of();

  DesktopsView(
      CurrentAccount current,
      DesktopService desktops,
      OperationService operations,
      ChangeFeed feed) {
    super("desktops.title");
    this.desktops = desktops;
    caller = current.caller();
    actions = new DesktopActions(caller, desktops, operations);
    addClassName("wide");
    list.addClassName("card");
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.addValueChangeListener(event -> drawList(matching()));
    add(search, list);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.DESKTOP, this::update);
  }

  @Override
  protected void draw() {
    search.setAriaLabel(Words.text("desktops.search"));
    search.setPlaceholder(Words.text("desktops.search"));
    drawList(matching());
  }

  // An open menu of actions stays open unless something really changed.
  private void update() {
    var now = matching();
    if (!now.equals(shown)) {
      drawList(now);
    }
  }

  private List<DesktopView> matching() {
    var text = search.getValue().strip().toLowerCase(Locale.ROOT);
    return desktops.all(caller).stream().filter(d -> matches(d, text)).toList();
  }

  private static boolean matches(DesktopView desktop, String text) {
    return Stream.of(
            desktop.owner(),
            desktop.ownerName(),
            desktop.name(),
            desktop.node() == null ? "" : desktop.node())
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(text));
  }

  private void drawList(List<DesktopView> now) {
    shown = now;
    list.removeAll();
    if (now.isEmpty()) {
      var key = search.isEmpty() ? "desktops.none" : "desktops.none.search";
      list.add(new EmptyState(VaadinIcon.DESKTOP, Words.text(key)));
      return;
    }
    var rows =
        new Rows(
            Stream.of("owner", "state", "node", "since", "base", "actions")
                .map(key -> Words.text("desktops." + key))
                .toList());
    now.forEach(desktop -> addRow(rows, desktop));
    list.add(rows);
  }

  private void addRow(Rows rows, DesktopView desktop) {
    var state = new Div(StateBadge.of(desktop.state()));
    state.addClassName("actions");
    desktop.badges().forEach(badge -> state.add(StateBadge.mark(badge)));
    var login = new Span(" " + desktop.owner());
    login.addClassName("quiet");
    rows.row(
        new Span(new Anchor(DesktopDetailView.path(desktop.id()), desktop.ownerName()), login),
        state,
        new Span(desktop.node() == null ? "–" : desktop.node()),
        since(desktop),
        new Span(desktop.base()),
        menu(desktop));
  }

  private static Component since(DesktopView desktop) {
    return desktop.runningSince() == null ? new Span("–") : TimeText.since(desktop.runningSince());
  }

  private MenuBar menu(DesktopView desktop) {
    var bar = new MenuBar();
    bar.addThemeVariants(MenuBarVariant.TERTIARY);
    var root = bar.addItem(VaadinIcon.ELLIPSIS_DOTS_H.create());
    root.setAriaLabel(Words.text("desktops.actions.of", desktop.ownerName()));
    for (var command : DesktopCommand.values()) {
      var item =
          root.getSubMenu()
              .addItem(Words.of(command.kind()), event -> actions.ask(desktop, command));
      item.setEnabled(desktop.allowed().contains(command));
    }
    return bar;
  }
}
