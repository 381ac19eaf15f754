package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.ProgressRow;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.page.operations.OperationsNavigation;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.VersionService;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The versions of a desktop: which there are, a new one at once, when the next one comes. */
@Route(VersionsNavigation.ROUTE)
@RouteAlias(VersionsNavigation.OF_DESKTOP)
@Menu(title = "menu.versions", order = 5, icon = "vaadin:time-backward")
@PermitAll
class VersionsView extends Page implements BeforeEnterObserver {
  private static final int LATELY = 10;

  private final Caller caller;
  private final DesktopService desktops;
  private final VersionService versions;
  private final OperationService operations;
  private final Div progress = new Div();
  private @Nullable DesktopId wanted;
  private @Nullable List<?> shown;

  VersionsView(
      CurrentAccount current,
      DesktopService desktops,
      VersionService versions,
      OperationService operations,
      ChangeFeed feed) {
    super("versions.title");
    this.desktops = desktops;
    this.versions = versions;
    this.operations = operations;
    caller = current.caller();
    LiveUpdates.follow(this, feed, c -> c.kind() != Change.Kind.NODE, this::update);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    wanted = VersionsNavigation.desktop(event);
    if (isAttached()) {
      draw();
    }
  }

  @Override
  protected void draw() {
    shown = null;
    update();
  }

  private void update() {
    DesktopView desktop = find();
    if (desktop == null) {
      shown = null;
      removeAll();
      add(new EmptyState(VaadinIcon.TIME_BACKWARD, Words.text("versions.no-desktop")));
      return;
    }
    var list = versions.of(caller, desktop.id());
    var schedule = versions.schedule(caller, desktop.id());
    List<?> now = List.of(desktop, list, schedule.everyMinutes());
    if (!now.equals(shown)) {
      // A form or a dialog that is open stays open unless something really changed.
      shown = now;
      removeAll();
      var policy = new BackupPolicyCard(caller, desktop.id(), versions, schedule);
      var table = new VersionTable(caller, desktop, versions, this::draw);
      add(head(desktop), policy, list.isEmpty() ? none(desktop) : table.show(list));
    }
    showProgress(desktop);
  }

  /** The one of the address, or the first own one. */
  private @Nullable DesktopView find() {
    try {
      return wanted != null
          ? desktops.get(caller, wanted)
          : desktops.own(caller).stream().findFirst().orElse(null);
    } catch (ProblemException gone) {
      return null;
    }
  }

  private Div head(DesktopView desktop) {
    var title = new Div(new H2(desktop.name()), StateBadge.of(desktop.state()));
    title.addClassName("card-head");
    var buttons = new Div(backUp(desktop));
    buttons.addClassName("actions");
    chooser(desktop).ifPresent(buttons::add);
    return VersionTexts.card(title, buttons, progress);
  }

  private Button backUp(DesktopView desktop) {
    var button = new Button(Words.text("versions.back-up"), event -> sendBackup(desktop.id()));
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setDisableOnClick(true);
    if (!desktop.allowed().contains(DesktopCommand.BACKUP)) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("action.disabled", Words.of(desktop.state())));
    }
    return button;
  }

  private void sendBackup(DesktopId desktop) {
    try {
      var key = new RequestKey(UUID.randomUUID().toString());
      desktops.command(caller, desktop, DesktopCommand.BACKUP, key);
    } catch (ProblemException refused) {
      Notices.refused(refused);
      draw();
    }
  }

  /** Only for members with several desktops. */
  private java.util.Optional<Component> chooser(DesktopView desktop) {
    List<DesktopView> own = desktops.own(caller);
    if (own.size() < 2) {
      return java.util.Optional.empty();
    }
    var select = new Select<DesktopView>();
    select.setAriaLabel(Words.text("versions.desktop"));
    select.setItems(own);
    select.setItemLabelGenerator(DesktopView::name);
    own.stream().filter(d -> d.id().equals(desktop.id())).findFirst().ifPresent(select::setValue);
    select.addValueChangeListener(
        event ->
            getUI().ifPresent(ui -> ui.navigate(VersionsNavigation.path(event.getValue().id()))));
    return java.util.Optional.of(select);
  }

  /** The newest backup: while it runs its steps, then what came of it. */
  private void showProgress(DesktopView desktop) {
    progress.removeAll();
    operations.ofDesktop(caller, desktop.id(), LATELY, getLocale()).stream()
        .filter(operation -> operation.kind() == OperationKind.BACKUP)
        .findFirst()
        .ifPresent(this::showBackup);
  }

  private void showBackup(OperationView operation) {
    progress.add(new ProgressRow().show(operation, OperationsNavigation.path(operation.id())));
    var result = operation.result();
    if (result != null) {
      var text =
          result.created()
              ? Words.text("versions.made", result.version())
              : Words.text("versions.nothing-new", result.version());
      var line = new Div(text);
      line.addClassName("quiet");
      progress.add(line);
    }
  }

  private Component none(DesktopView desktop) {
    var schedule = versions.schedule(caller, desktop.id());
    String key = schedule.next() == null ? "versions.none" : "versions.none.scheduled";
    return VersionTexts.card(new EmptyState(VaadinIcon.TIME_BACKWARD, Words.text(key)));
  }
}
