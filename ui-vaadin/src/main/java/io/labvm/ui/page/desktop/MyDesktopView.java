package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopPhase;
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
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.page.creating.CreatingNavigation;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The first page: the member's desktop, what it does, how to reach it. */
@Route("")
@Menu(title = "menu.desktop", order = 0, icon = "vaadin:desktop")
@PermitAll
class MyDesktopView extends Page implements BeforeEnterObserver {
  private final Caller caller;
  private final DesktopService desktops;
  private final OperationService operations;
  private final RegistrationService registrations;
  private final NodeService nodes;
  private final SwitchService switches;
  private final PlannedSwitchService plans;
  private final IdlenessService idleness;
  private final GpuService gpus;
  private final LeftChanges left;
  private final List<DesktopPanel> panels = new ArrayList<>();
  private volatile Set<String> nodesOfOwn = Set.of();

  MyDesktopView(
      CurrentAccount current,
      DesktopService desktops,
      OperationService operations,
      RegistrationService registrations,
      NodeService nodes,
      SwitchService switches,
      PlannedSwitchService plans,
      IdlenessService idleness,
      GpuService gpus,
      LeftChanges left,
      ChangeFeed feed) {
    super("desktop.title");
    this.desktops = desktops;
    this.operations = operations;
    this.registrations = registrations;
    this.nodes = nodes;
    this.switches = switches;
    this.plans = plans;
    this.idleness = idleness;
    this.gpus = gpus;
    this.left = left;
    caller = current.caller();
    LiveUpdates.follow(this, feed, c -> c.kind() != Change.Kind.NODE, this::update);
    LiveUpdates.follow(this, feed, this::isOnIt, this::updateUse);
  }

  /** A desktop in the making has a page of its own. */
  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    var own = desktops.own(caller);
    if (own.size() == 1 && inTheMaking(own.getFirst())) {
      var operation = own.getFirst().currentOperation();
      if (operation != null) {
        event.forwardTo(CreatingNavigation.path(operation));
      }
    }
  }

  private static boolean inTheMaking(DesktopView desktop) {
    return desktop.state() == DesktopPhase.CREATING
        || desktop.state() == DesktopPhase.WAITING_FOR_APPROVAL;
  }

  @Override
  protected void draw() {
    // A form keeps what was chosen, and says it in the new language by itself.
    getChildren().filter(c -> !(c instanceof NewDesktopForm)).toList().forEach(this::remove);
    panels.clear();
    update();
  }

  private void update() {
    var own = desktops.own(caller);
    if (!panels.stream().map(DesktopPanel::desktop).toList().equals(ids(own))) {
      removeAll();
      panels.clear();
      own.forEach(
          d ->
              panels.add(
                  new DesktopPanel(
                      d.id(), caller, desktops, operations, switches, plans, idleness, gpus)));
      panels.forEach(this::add);
    }
    if (own.isEmpty() && getComponentCount() == 0) {
      add(
          caller.admin()
              ? new EmptyState(VaadinIcon.DESKTOP, Words.text("desktop.none.admin"))
              : new NewDesktopForm(caller, registrations, nodes));
    }
    nodesOfOwn =
        own.stream()
            .map(DesktopView::node)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    for (int i = 0; i < panels.size(); i++) {
      panels.get(i).show(own.get(i), left.of(caller, own.get(i).id()));
    }
  }

  private boolean isOnIt(Change change) {
    return nodesOfOwn.stream().anyMatch(node -> change.concerns(Change.Kind.NODE, node));
  }

  private void updateUse() {
    boolean more = false;
    for (DesktopPanel panel : panels) {
      more |= panel.showUse();
    }
    if (more) {
      update();
    }
  }

  private static List<?> ids(List<DesktopView> desktops) {
    return desktops.stream().map(DesktopView::id).toList();
  }
}
