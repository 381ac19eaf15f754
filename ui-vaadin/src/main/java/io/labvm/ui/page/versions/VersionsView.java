package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionView;
import io.labvm.ui.versions.BackupPolicy;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.TimeTravelService;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of a desktop: which there are, a new one at once, when the next one comes. */
@Route(VersionsNavigation.ROUTE)
@RouteAlias(VersionsNavigation.OF_DESKTOP)
@Menu(title = "menu.versions", order = 5, icon = "vaadin:time-backward")
@PermitAll
class VersionsView extends Page implements BeforeEnterObserver {
  private static final Set<OperationKind> SHOWN =
      EnumSet.of(OperationKind.BACKUP, OperationKind.RESTORE, OperationKind.COPY_BACK);
  private static final int LATELY = 30;

  /** For so long the store keeps what there was before a restore, whatever the rules say. */
  private static final Duration UNDONE = Duration.ofDays(7);

  private final Caller caller;
  private final DesktopService desktops;
  private final VersionService versions;
  private final RetentionService retention;
  private final TravelActions.Services services;
  private final Part head = new Part();
  private final Part behind = new Part();
  private final Part undo = new Part();
  private final Part rules = new Part();
  private final Part table = new Part();
  private final TravelProgress progress;
  private final Div card;
  private @Nullable DesktopId wanted;

  VersionsView(
      CurrentAccount current,
      DesktopService desktops,
      VersionService versions,
      RetentionService retention,
      VersionContent content,
      TimeTravelService travel,
      OperationService operations,
      ChangeFeed feed) {
    super("versions.title");
    this.desktops = desktops;
    this.versions = versions;
    this.retention = retention;
    services = new TravelActions.Services(travel, content, operations);
    caller = current.caller();
    progress = new TravelProgress(caller, operations, feed);
    card = VersionTexts.card(head, behind, progress);
    LiveUpdates.follow(this, feed, c -> c.kind() != Change.Kind.NODE, this::update);
    // A node's figures say what is not shipped yet, every few seconds.
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.NODE, this::updateBehind);
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
    List.of(head, behind, undo, rules, table).forEach(Part::forget);
    progress.draw();
    update();
  }

  private void update() {
    Optional<DesktopView> found = find();
    if (found.isEmpty()) {
      removeAll();
      add(new EmptyState(VaadinIcon.TIME_BACKWARD, Words.text("versions.no-desktop")));
      return;
    }
    if (card.getParent().isEmpty()) {
      removeAll();
      add(card, undo, rules, table);
    }
    show(found.get());
  }

  private void show(DesktopView desktop) {
    List<VersionView> list = versions.of(caller, desktop.id());
    List<OperationView> lately =
        services.operations().ofDesktop(caller, desktop.id(), LATELY, getLocale());
    showHead(desktop);
    showBehind(desktop);
    lately.stream()
        .filter(operation -> SHOWN.contains(operation.kind()))
        .findFirst()
        .ifPresentOrElse(o -> progress.follow(o.id()), () -> progress.setVisible(false));
    showUndo(desktop, list);
    showTable(desktop, list);
    showRules(desktop);
  }

  /** The one of the address, or the first own one. */
  private Optional<DesktopView> find() {
    try {
      return wanted != null
          ? Optional.of(desktops.get(caller, wanted))
          : desktops.own(caller).stream().findFirst();
    } catch (ProblemException gone) {
      return Optional.empty();
    }
  }

  private void updateBehind() {
    find().ifPresent(this::showBehind);
  }

  private record HeadShown(DesktopView desktop, List<DesktopId> own) {}

  private void showHead(DesktopView desktop) {
    List<DesktopView> own = desktops.own(caller);
    // What is behind changes all the time and is said in a part of its own.
    var shown =
        new HeadShown(VersionsHead.settled(desktop), own.stream().map(DesktopView::id).toList());
    head.show(shown, () -> new VersionsHead(caller, desktop, own, desktops, this::draw));
  }

  private void showBehind(DesktopView desktop) {
    var point = desktop.recoveryPoint();
    if (point == null) {
      behind.clear();
    } else {
      boolean late = desktop.badges().contains(VersionsHead.LATE);
      behind.show(List.of(point, late), () -> VersionsHead.behind(point, late));
    }
  }

  private record UndoShown(OperationView restore, DesktopPhase state, boolean busy) {}

  /** Stays until the version it would go back to is gone. */
  private void showUndo(DesktopView desktop, List<VersionView> list) {
    OperationView restore =
        services
            .operations()
            .newest(caller, desktop.id(), OperationKind.RESTORE, UNDONE, getLocale())
            .orElse(null);
    Long before = restore == null ? null : UndoNotice.undo(restore);
    if (restore == null || before == null || !isSound(list, before)) {
      undo.clear();
      return;
    }
    long version = before;
    long newest = list.getFirst().version();
    undo.show(
        new UndoShown(restore, desktop.state(), desktop.currentOperation() != null),
        () -> new UndoNotice(restore, version, newest, actions(desktop)));
  }

  private static boolean isSound(List<VersionView> list, long version) {
    return list.stream().anyMatch(v -> v.version() == version && !v.damaged());
  }

  private record TableShown(
      DesktopId desktop,
      List<VersionView> list,
      DesktopPhase state,
      @Nullable OperationId operation,
      boolean scheduled) {}

  private void showTable(DesktopView desktop, List<VersionView> list) {
    boolean scheduled = versions.schedule(caller, desktop.id()).everyMinutes() > 0;
    table.show(
        new TableShown(desktop.id(), list, desktop.state(), desktop.currentOperation(), scheduled),
        () ->
            list.isEmpty()
                ? none(scheduled)
                : new VersionTable(caller, desktop, versions, actions(desktop), this::update)
                    .show(list));
  }

  private static Component none(boolean scheduled) {
    String key = scheduled ? "versions.none.scheduled" : "versions.none";
    return VersionTexts.card(new EmptyState(VaadinIcon.TIME_BACKWARD, Words.text(key)));
  }

  private TravelActions actions(DesktopView desktop) {
    return new TravelActions(caller, desktop, services, accepted -> update());
  }

  private record RulesShown(
      DesktopId desktop, BackupPolicy policy, BackupSchedule schedule, RetentionView retention) {}

  private void showRules(DesktopView desktop) {
    DesktopId id = desktop.id();
    var now =
        new RulesShown(
            id,
            versions.policy(caller, id),
            versions.schedule(caller, id),
            retention.of(caller, id));
    rules.show(now, () -> rules(desktop, now));
  }

  private Component rules(DesktopView desktop, RulesShown now) {
    var columns =
        new Div(
            new BackupPolicyCard(caller, desktop.id(), versions, now.policy(), now.schedule()),
            new RetentionCard(caller, desktop, retention, now.retention(), this::update));
    columns.addClassName("columns");
    return columns;
  }
}
