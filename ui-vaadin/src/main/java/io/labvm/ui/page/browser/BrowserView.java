package io.labvm.ui.page.browser;

import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.WrappedSession;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.page.idle.IdleNotice;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.vnc.VncTicketService;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One's own desktop, filling the window. */
@Route(value = BrowserNavigation.ROUTE, autoLayout = false)
@PermitAll
class BrowserView extends Page implements BeforeEnterObserver {
  private final Caller caller;
  private final DesktopService desktops;
  private final VncTicketService tickets;
  private final IdleNotice idle;
  private volatile @Nullable DesktopId shown;
  private @Nullable NoVnc screen;

  /** Whether the browser was told that the desktop is not there. */
  private boolean waits;

  private @Nullable String name;

  BrowserView(
      CurrentAccount current,
      DesktopService desktops,
      IdlenessService idleness,
      VncTicketService tickets,
      ChangeFeed feed) {
    super("vnc.title");
    this.desktops = desktops;
    this.tickets = tickets;
    caller = current.caller();
    idle = IdleNotice.ofWarnings(caller, idleness);
    LiveUpdates.follow(this, feed, this::isOfIt, this::changed);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    removeAll();
    try {
      var desktop =
          desktops.get(caller, new DesktopId(event.getRouteParameters().get("desktop").orElse("")));
      name = desktop.name();
      shown = desktop.id();
      var element = new NoVnc(() -> ticket(desktop.id()));
      screen = element;
      add(element, idle);
      warn();
    } catch (ProblemException | IllegalArgumentException unknown) {
      add(new EmptyState(VaadinIcon.QUESTION_CIRCLE, Words.text("notfound.text")));
    }
  }

  @Override
  public String heading() {
    return name == null ? super.heading() : name;
  }

  @Override
  protected void draw() {
    // The element says everything by itself.
    idle.forget();
    warn();
  }

  private boolean isOfIt(Change change) {
    DesktopId desktop = shown;
    return desktop != null && change.concerns(Change.Kind.DESKTOP, desktop.value());
  }

  private void changed() {
    warn();
    DesktopId desktop = shown;
    if (waits && desktop != null && screen != null && state(desktop) == DesktopPhase.RUNNING) {
      screen.isBack();
    }
  }

  private @Nullable DesktopPhase state(DesktopId desktop) {
    try {
      return desktops.get(caller, desktop).state();
    } catch (ProblemException gone) {
      return null;
    }
  }

  private void warn() {
    DesktopId desktop = shown;
    if (desktop == null) {
      return;
    }
    try {
      idle.show(desktop);
    } catch (ProblemException gone) {
      idle.setVisible(false);
    }
  }

  private ObjectNode ticket(DesktopId desktop) {
    var answer = JsonNodeFactory.instance.objectNode();
    try {
      var access = tickets.open(caller, desktop, session());
      waits = false;
      answer.put("path", access.path()).put("password", access.vncSecret());
      answer.putArray("protocols").add("binary").add("ticket." + access.ticket());
    } catch (ProblemException refused) {
      // The element itself says that a desktop does not run.
      waits = true;
      boolean away = refused.code() == ProblemCode.WRONG_STATE;
      answer.put("refused", away ? "" : Notices.text(refused));
      DesktopPhase state = away ? state(desktop) : null;
      answer.put("returns", state != null && DesktopPhase.RETURNING.contains(state));
    }
    return answer;
  }

  private String session() {
    return Optional.ofNullable(getUI().orElseThrow().getSession().getSession())
        .map(WrappedSession::getId)
        .orElse("");
  }
}
