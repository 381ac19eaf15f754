package io.labvm.ui.page.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.audit.AuditLog;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.CopyField;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.ProgressRow;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.LimitsService;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.desktop.DesktopActions;
import io.labvm.ui.page.desktop.LostNode;
import io.labvm.ui.page.desktop.PlanNotice;
import io.labvm.ui.page.desktop.SwitchDialog;
import io.labvm.ui.page.idle.IdleNotice;
import io.labvm.ui.page.operations.OperationsNavigation;
import io.labvm.ui.page.versions.LeftNotice;
import io.labvm.ui.page.versions.VersionsNavigation;
import io.labvm.ui.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member's desktop as an admin sees it: what it is, what it did, who did what to it. Its secret
 * and its screen stay the member's.
 */
@Route(DesktopDetailView.ROUTE + "/:desktop")
@RolesAllowed("ADMIN")
class DesktopDetailView extends Page implements BeforeEnterObserver {
  static final String ROUTE = "admin/desktops";
  private static final int LATELY = 10;

  private final Caller caller;
  private final DesktopService desktops;
  private final OperationService operations;
  private final AuditLog audit;
  private final LeftChanges left;
  private final DesktopActions actions;
  private final SwitchDialog switching;
  private final LimitsDialog limiting;
  private @Nullable DesktopId desktop;
  private @Nullable DesktopView shown;
  private List<OperationView> shownOperations = List.of();
  private final IdleNotice idleNotice;
  private final PlanNotice planNotice;
  private final LeftNotice leftNotice = new LeftNotice();

  DesktopDetailView(
      CurrentAccount current,
      DesktopService desktops,
      OperationService operations,
      SwitchService switches,
      PlannedSwitchService plans,
      IdlenessService idleness,
      LimitsService limits,
      LeftChanges left,
      AuditLog audit,
      ChangeFeed feed) {
    super("desktop-detail.title");
    this.desktops = desktops;
    this.operations = operations;
    this.left = left;
    this.audit = audit;
    caller = current.caller();
    actions = new DesktopActions(caller, desktops, operations);
    switching = new SwitchDialog(caller, switches, plans, operations);
    limiting = new LimitsDialog(caller, limits);
    idleNotice = new IdleNotice(caller, idleness);
    planNotice = new PlanNotice(caller, plans);
    LiveUpdates.follow(this, feed, c -> c.kind() != Change.Kind.NODE, this::update);
  }

  static String path(DesktopId desktop) {
    return ROUTE + "/" + desktop;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    desktop = parse(event.getRouteParameters().get("desktop").orElse(""));
    // Another desktop's address in the same tab keeps the page and changes what it shows.
    if (isAttached()) {
      draw();
    }
  }

  private static @Nullable DesktopId parse(String text) {
    try {
      return new DesktopId(text);
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  @Override
  protected void draw() {
    shown = null;
    idleNotice.forget();
    planNotice.forget();
    leftNotice.forget();
    update();
  }

  private void update() {
    var now = find();
    if (now == null) {
      removeAll();
      add(new EmptyState(VaadinIcon.DESKTOP, Words.text("desktop-detail.none"), back()));
      return;
    }
    var latest = operations.ofDesktop(caller, now.id(), LATELY, getLocale());
    idleNotice.show(now.id());
    planNotice.show(now.id());
    leftNotice.show(now.id(), left.of(caller, now.id()));
    // An open menu stays open unless something really changed.
    if (now.equals(shown) && latest.equals(shownOperations)) {
      return;
    }
    shown = now;
    shownOperations = latest;
    removeAll();
    add(back(), head(now), idleNotice, planNotice, leftNotice);
    latest.stream().findFirst().ifPresent(this::addError);
    var columns = new Div(addresses(now), lately(latest));
    columns.addClassName("columns");
    add(columns, history(now));
  }

  private @Nullable DesktopView find() {
    try {
      return desktop == null ? null : desktops.get(caller, desktop);
    } catch (ProblemException gone) {
      return null;
    }
  }

  private static Anchor back() {
    return new Anchor(ROUTE, Words.text("desktop-detail.back"));
  }

  private Div head(DesktopView now) {
    var title = new Div(new H2(now.name()), StateBadge.of(now.state()));
    title.addClassName("card-head");
    now.badges().forEach(badge -> title.add(StateBadge.mark(badge)));
    var buttons = new Div();
    buttons.addClassName("actions");
    for (var command : DesktopCommand.values()) {
      buttons.add(button(now, command));
    }
    buttons.add(switching.button(now), limiting.button(now));
    buttons.add(new Anchor(VersionsNavigation.path(now.id()), Words.text("menu.versions")));
    return now.state() == DesktopPhase.NODE_LOST
        ? card(title, LostNode.notice(now), facts(now), buttons)
        : card(title, facts(now), buttons);
  }

  private Button button(DesktopView now, DesktopCommand command) {
    var button = new Button(Words.of(command.kind()), event -> actions.ask(now, command));
    if (command == DesktopCommand.DELETE) {
      button.addThemeVariants(ButtonVariant.ERROR);
    }
    if (!now.allowed().contains(command)) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("action.disabled", Words.of(now.state())));
    }
    return button;
  }

  private static FactsList facts(DesktopView now) {
    var node = now.node();
    var facts =
        new FactsList()
            .fact(Words.text("desktops.owner"), now.ownerName() + " (" + now.owner() + ")")
            .fact(
                Words.text("desktop.node"), node == null ? Words.text("desktop.node.none") : node);
    if (now.runningSince() != null) {
      facts.fact(Words.text("desktop.uptime"), TimeText.since(now.runningSince()));
    }
    var cpus = Quantities.cpus(now.limits().milliCpus() / 1000.0);
    var memory = Quantities.bytes(now.limits().memoryBytes());
    return facts
        .fact(Words.text("desktop.base"), now.base())
        .fact(Words.text("desktop.limits"), Words.text("desktop.limits.value", cpus, memory))
        .fact(Words.text("desktop.created"), TimeText.ago(now.createdAt()));
  }

  private void addError(OperationView newest) {
    var error = newest.error();
    if (error != null) {
      add(new ErrorPanel(error, newest.id()));
    }
  }

  private static Div addresses(DesktopView now) {
    var ssh = now.addresses().ssh();
    var privacy = new Paragraph(Words.text("desktop-detail.privacy"));
    privacy.addClassName("quiet");
    var card =
        card(
            new H2(Words.text("desktop.connect")),
            CopyField.of("desktop.vnc", now.addresses().vnc()));
    card.add(
        ssh == null
            ? new Paragraph(Words.text("desktop.ssh.none"))
            : CopyField.of("desktop.ssh", ssh));
    card.add(CopyField.of("desktop-detail.id", now.id().value()), privacy);
    return card;
  }

  private static Div lately(List<OperationView> latest) {
    var card = card(new H2(Words.text("desktop.lately")));
    if (latest.isEmpty()) {
      card.add(new EmptyState(VaadinIcon.LIST_UL, Words.text("desktop.lately.none")));
    }
    var list = new Div();
    list.addClassName("list");
    latest.forEach(o -> list.add(new ProgressRow().show(o, OperationsNavigation.path(o.id()))));
    card.add(list);
    return card;
  }

  private Div history(DesktopView now) {
    return card(
        new H2(Words.text("desktop-detail.audit")),
        AuditRows.of(audit.ofDesktop(caller, now.id(), LATELY), "audit.none"));
  }

  private static Div card(com.vaadin.flow.component.Component... parts) {
    var card = new Div(parts);
    card.addClassName("card");
    return card;
  }
}
