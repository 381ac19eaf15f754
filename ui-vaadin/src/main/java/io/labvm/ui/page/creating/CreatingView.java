package io.labvm.ui.page.creating;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Stepper;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.connect.ConnectionSheet;
import io.labvm.ui.page.operations.OperationIds;
import io.labvm.ui.page.operations.OperationWatch;
import io.labvm.ui.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A registration on its way: the steps, live, then the way into the desktop. Holds nothing of its
 * own, so it can be closed, opened twice and reloaded.
 */
@Route(CreatingNavigation.ROUTE)
@PermitAll
class CreatingView extends Page implements BeforeEnterObserver {
  private final Caller caller;
  private final OperationService operations;
  private final DesktopService desktops;
  private final ChangeFeed feed;
  private final Div head = new Div();
  private final Div result = new Div();
  private final Div steps = new Div();
  private final Stepper stepper = new Stepper();
  private @Nullable OperationWatch watch;

  CreatingView(
      CurrentAccount current,
      OperationService operations,
      DesktopService desktops,
      ChangeFeed feed) {
    super("creating.title");
    this.operations = operations;
    this.desktops = desktops;
    this.feed = feed;
    caller = current.caller();
    head.addClassName("card");
    steps.addClassName("card");
    steps.add(stepper);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    var id = OperationIds.parse(event.getRouteParameters().get("operation").orElse(""));
    watch = id == null ? null : new OperationWatch(caller, operations, id);
    if (watch != null) {
      add(watch);
      watch.follow(feed, this::show);
    }
  }

  @Override
  protected void draw() {
    stepper.forget();
    if (watch == null || !watch.refresh()) {
      removeAll();
      add(new EmptyState(VaadinIcon.QUESTION_CIRCLE, Words.text("operation.unknown")));
    }
  }

  private void show(OperationView operation) {
    if (head.getParent().isEmpty()) {
      add(head, result, steps);
    }
    showHead(operation);
    stepper.show(operation.steps());
    steps.setVisible(!operation.steps().isEmpty());
    showResult(operation);
  }

  private void showHead(OperationView operation) {
    var title = new Div(new H2(title(operation)), StateBadge.of(operation.state()));
    title.addClassName("card-head");
    head.removeAll();
    head.add(title);
    if (operation.state() == OperationState.WAITING) {
      head.add(
          Notices.inline(Meaning.ATTENTION, VaadinIcon.HOURGLASS, Words.text("creating.waiting")));
    } else if (!operation.state().terminal()) {
      head.add(new Paragraph(Words.text("creating.safe")));
    }
    if (operation.abortable()) {
      var cancel = new Button(Words.text("creating.cancel"), event -> askToCancel(operation));
      var row = new Div(cancel);
      row.addClassName("actions");
      head.add(row);
    }
  }

  private static String title(OperationView operation) {
    return Words.text(
        switch (operation.state()) {
          case QUEUED, WAITING, RUNNING -> "creating.title";
          case SUCCEEDED -> "creating.done";
          case CANCELLED -> "creating.cancelled";
          case FAILED, ROLLED_BACK -> "creating.failed";
        });
  }

  private void showResult(OperationView operation) {
    result.removeAll();
    result.addClassName("page-part");
    var error = operation.error();
    if (error != null) {
      result.add(new ErrorPanel(error, operation.id()));
    }
    if (operation.state() == OperationState.SUCCEEDED) {
      showDesktop(operation);
    }
    result.setVisible(result.getComponentCount() > 0);
  }

  private void showDesktop(OperationView operation) {
    try {
      var desktop = desktops.get(caller, operation.desktop());
      var row = new Div(ConnectionSheet.openLink(desktop));
      row.addClassName("actions");
      var ended = operation.endedAt();
      if (ended != null) {
        var took = Quantities.duration(Duration.between(operation.createdAt(), ended));
        row.add(new Span(Words.text("creating.took", took)));
      }
      head.add(row);
      if (desktop.owner().equals(operation.owner()) && !caller.admin()) {
        result.add(new ConnectionSheet(desktop, desktops, caller));
      }
    } catch (ProblemException gone) {
      // Deleted since; the steps remain as they were.
    }
  }

  private void askToCancel(OperationView operation) {
    new Consequences(
            Words.text("creating.cancel.question"),
            Words.text("creating.cancel.verb"),
            () -> cancel(operation))
        .happens(Words.text("creating.cancel.happens"))
        .kept(Words.text("creating.cancel.kept"))
        .lost(Words.text("creating.cancel.lost"))
        .open();
  }

  private void cancel(OperationView operation) {
    try {
      operations.abort(caller, operation.id());
      Notices.done(Words.text("creating.cancelling"));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
