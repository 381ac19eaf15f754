package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.ProgressRow;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.connect.ConnectionSheet;
import io.labvm.ui.page.idle.IdleNotice;
import io.labvm.ui.page.operations.OperationsNavigation;
import io.labvm.ui.page.versions.LeftNotice;
import io.labvm.ui.page.versions.VersionsNavigation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One desktop on its owner's page; sections that did not change keep their focus and contents. */
final class DesktopPanel extends Div {
  private static final int LATELY = 5;
  private static final String GPU_LOST = "gpu-lost";

  private final DesktopId desktop;
  private final Caller caller;
  private final DesktopService desktops;
  private final OperationService operations;
  private final DesktopActions actions;
  private final SwitchDialog switching;
  private final Div head = card();
  private final PlanNotice plan;
  private final IdleNotice idle;
  private final LockDialog locking;
  private final GpuBox gpus;
  private final LeftNotice left = new LeftNotice();
  private final UseBox use = new UseBox();
  private final Div errors = new Div();
  private final Div connect = new Div();
  private final Div lately = card();
  private final Div danger = card();
  private @Nullable DesktopView shown;
  private List<OperationView> shownOperations = List.of();

  DesktopPanel(
      DesktopId desktop,
      Caller caller,
      DesktopService desktops,
      OperationService operations,
      SwitchService switches,
      PlannedSwitchService plans,
      IdlenessService idleness,
      GpuService gpus) {
    this.desktop = desktop;
    this.caller = caller;
    this.desktops = desktops;
    this.operations = operations;
    actions = new DesktopActions(caller, desktops, operations);
    switching = new SwitchDialog(caller, switches, plans, operations);
    plan = new PlanNotice(caller, plans);
    idle = new IdleNotice(caller, idleness);
    locking = new LockDialog(caller, idleness);
    this.gpus = new GpuBox(caller, gpus, actions);
    addClassName("desktop-panel");
    danger.addClassName("danger");
    var columns = new Div(connect, lately);
    columns.addClassName("columns");
    add(head, idle, plan, this.gpus, left, use, errors, columns, danger);
  }

  DesktopId desktop() {
    return desktop;
  }

  /**
   * Shows it as it is now.
   *
   * @param leftBehind of it, on nodes it is not on any more
   */
  void show(DesktopView now, List<LeftView> leftBehind) {
    idle.show(desktop);
    plan.show(desktop);
    gpus.show(now);
    left.show(desktop, leftBehind);
    var before = shown;
    shown = now;
    boolean ignored = showUse();
    var latest = operations.ofDesktop(caller, desktop, LATELY, getLocale());
    if (!now.equals(before)) {
      showHead(now);
      showDanger(now);
    }
    if (before == null || !before.addresses().equals(now.addresses())) {
      connect.removeAll();
      connect.add(new ConnectionSheet(now, desktops, caller));
    }
    if (before == null || !latest.equals(shownOperations)) {
      shownOperations = latest;
      showLately(latest);
      showErrors(latest);
    }
  }

  /**
   * Its figures alone, which come more often than other changes.
   *
   * @return whether they tell of more than they show
   */
  boolean showUse() {
    if (shown == null) {
      return false;
    }
    var now = desktops.use(caller, desktop);
    use.show(now, shown.limits(), desktops.memoryKills(caller, desktop));
    boolean lost = now.filter(u -> u.gpuProblem() != null).isPresent();
    return lost != shown.badges().contains(GPU_LOST);
  }

  private void showHead(DesktopView now) {
    var title = new Div(new H2(now.name()), StateBadge.of(now.state()));
    title.addClassName("card-head");
    now.badges().forEach(badge -> title.add(StateBadge.mark(badge)));
    head.removeAll();
    head.add(title);
    var explanation = explanation(now);
    if (explanation != null) {
      head.add(explanation);
    }
    head.add(facts(now), buttons(now));
  }

  private static @Nullable Div explanation(DesktopView now) {
    return switch (now.state()) {
      case STOPPED ->
          Notices.inline(Meaning.NEUTRAL, VaadinIcon.POWER_OFF, Words.text("desktop.stopped"));
      case FAILED ->
          Notices.inline(Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, Words.text("desktop.failed"));
      case NODE_LOST -> LostNode.notice(now);
      case WAITING_FOR_APPROVAL ->
          Notices.inline(Meaning.ATTENTION, VaadinIcon.HOURGLASS, Words.text("creating.waiting"));
      case CREATING, STARTING, RUNNING, STOPPING, SWITCHING, RESTORING, DELETING, ARCHIVED -> null;
    };
  }

  private static FactsList facts(DesktopView now) {
    var facts = new FactsList();
    var node = now.node();
    facts.fact(Words.text("desktop.node"), node == null ? Words.text("desktop.node.none") : node);
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

  private Div buttons(DesktopView now) {
    var row = new Div(ConnectionSheet.openLink(now));
    row.addClassName("actions");
    if (now.state() == DesktopPhase.STOPPED || now.allowed().contains(DesktopCommand.START)) {
      var start = button(now, DesktopCommand.START, "action.start");
      if (now.state() != DesktopPhase.NODE_LOST) {
        start.addThemeVariants(ButtonVariant.PRIMARY);
      }
      row.add(start);
    } else {
      row.add(button(now, DesktopCommand.STOP, "action.stop"));
    }
    row.add(button(now, DesktopCommand.RESTART_SESSION, "action.restart-session"));
    row.add(switching.button(now), locking.button(now));
    row.add(button(now, DesktopCommand.ROTATE_SECRET, "action.rotate-secret"));
    row.add(new Anchor(VersionsNavigation.path(now.id()), Words.text("menu.versions")));
    return row;
  }

  private Button button(DesktopView now, DesktopCommand command, String key) {
    var button = new Button(Words.text(key), event -> actions.ask(now, command));
    if (!now.allowed().contains(command)) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("action.disabled", Words.of(now.state())));
    }
    return button;
  }

  private void showDanger(DesktopView now) {
    danger.removeAll();
    var delete = button(now, DesktopCommand.DELETE, "action.delete");
    delete.addThemeVariants(ButtonVariant.ERROR);
    var row = new Div(delete);
    row.addClassName("actions");
    danger.add(
        new H2(Words.text("desktop.danger")),
        new Paragraph(Words.text("desktop.danger.text")),
        row);
  }

  private void showLately(List<OperationView> latest) {
    lately.removeAll();
    lately.add(new H2(Words.text("desktop.lately")));
    if (latest.isEmpty()) {
      lately.add(new EmptyState(VaadinIcon.LIST_UL, Words.text("desktop.lately.none")));
      return;
    }
    var list = new Div();
    list.addClassName("list");
    for (var operation : latest) {
      list.add(new ProgressRow().show(operation, OperationsNavigation.path(operation.id())));
    }
    lately.add(list, new Anchor(OperationsNavigation.path(), Words.text("action.all-operations")));
  }

  // Only the newest operation's error matters now; older ones are in the list.
  private void showErrors(List<OperationView> latest) {
    errors.removeAll();
    latest.stream()
        .findFirst()
        .filter(operation -> operation.error() != null)
        .ifPresent(this::showError);
    errors.setVisible(errors.getComponentCount() > 0);
  }

  private void showError(OperationView operation) {
    var error = operation.error();
    if (error != null) {
      errors.add(new ErrorPanel(error, operation.id()));
    }
  }

  private static Div card() {
    var card = new Div();
    card.addClassName("card");
    return card;
  }
}
