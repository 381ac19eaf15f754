package io.labvm.ui.page.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.ProfileChange;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.texts.PortalTexts;
import jakarta.annotation.security.PermitAll;
import java.util.Locale;

/** The frame of every page for signed-in members. */
@Layout
@PermitAll
class MainLayout extends AppLayout implements AfterNavigationObserver, LocaleChangeObserver {
  private final AccountService accounts;
  private final AuthenticationContext authentication;
  private final Caller caller;
  private final String displayName;
  private final H1 title = new H1();
  private final Div drawer = new Div();
  private final Div bottomBar = new Div();
  private final Div content = new Div();
  private final RunningBar runningBar;
  private final DrawerToggle toggle = new DrawerToggle();
  private final MenuBar accountMenu = new MenuBar();

  MainLayout(
      CurrentAccount current,
      AccountService accounts,
      OperationService operations,
      ChangeFeed feed,
      AuthenticationContext authentication) {
    this.accounts = accounts;
    this.authentication = authentication;
    caller = current.caller();
    displayName = accounts.own(caller).displayName();
    runningBar = new RunningBar(caller, operations, feed);
    content.addClassName("frame-content");
    bottomBar.addClassName("bottom-bar");
    accountMenu.addThemeVariants(MenuBarVariant.TERTIARY);
    setPrimarySection(Section.DRAWER);
    addToDrawer(drawer);
    addToNavbar(topBar());
    setContent(content);
  }

  private Div topBar() {
    var bar =
        new Div(toggle, title, new LanguageSwitch(this::keep), new SchemeSwitch(), accountMenu);
    bar.addClassName("top-bar");
    return bar;
  }

  private void keep(Locale language) {
    accounts.changeProfile(
        caller, new ProfileChange(null, null, null, PortalTexts.toAccount(language)));
  }

  @Override
  public void showRouterLayoutContent(HasElement page) {
    content.removeAll();
    content.add(runningBar, (Component) page, bottomBar);
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    showTitle();
  }

  private void showTitle() {
    content
        .getChildren()
        .filter(Page.class::isInstance)
        .map(Page.class::cast)
        .findFirst()
        .ifPresent(page -> title.setText(page.heading()));
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    toggle.setAriaLabel(Words.text("menu.toggle"));
    drawer.removeAll();
    drawer.add(new Brand(), Menu.drawer());
    bottomBar.removeAll();
    bottomBar.add(Menu.bottom());
    showAccountMenu();
    showTitle();
  }

  private void showAccountMenu() {
    accountMenu.removeAll();
    var icon = VaadinIcon.USER.create();
    var name = new Span(displayName);
    name.addClassName("wide-only");
    var item = accountMenu.addItem(new Div(icon, name));
    item.setAriaLabel(Words.text("frame.account", displayName));
    item.getSubMenu()
        .addItem(
            Words.text("menu.account"), event -> getUI().ifPresent(ui -> ui.navigate("account")));
    item.getSubMenu().addItem(Words.text("frame.sign-out"), event -> authentication.logout());
  }
}
