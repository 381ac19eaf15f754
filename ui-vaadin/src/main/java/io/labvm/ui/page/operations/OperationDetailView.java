package io.labvm.ui.page.operations;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.labvm.contract.operation.Moved;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationResult;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.CopyField;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Stepper;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One operation: its steps, its error, who asked. */
@Route(OperationsNavigation.ROUTE + "/:operation")
@PermitAll
class OperationDetailView extends Page implements BeforeEnterObserver {
  private final Caller caller;
  private final OperationService operations;
  private final IdlenessService idleness;
  private final ChangeFeed feed;
  private final Div head = new Div();
  private final Div errors = new Div();
  private final Stepper stepper = new Stepper();
  private final Div steps = new Div();
  private @Nullable OperationWatch watch;

  OperationDetailView(
      CurrentAccount current,
      OperationService operations,
      IdlenessService idleness,
      ChangeFeed feed) {
    super("operation.title");
    this.operations = operations;
    this.idleness = idleness;
    this.feed = feed;
    caller = current.caller();
    head.addClassName("card");
    steps.addClassName("card");
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
      add(head, errors, steps);
    }
    showHead(operation);
    showSteps(operation);
    errors.removeAll();
    var error = operation.error();
    errors.setVisible(error != null);
    if (error != null) {
      errors.add(new ErrorPanel(error, operation.id()));
    }
  }

  private void showHead(OperationView operation) {
    head.removeAll();
    var title = new Div(new H2(Words.of(operation.kind())), StateBadge.of(operation.state()));
    title.addClassName("card-head");
    var by = new Span(Words.text("operation.by", OperationsView.asker(operation)));
    by.addClassName("quiet");
    title.add(by, TimeText.ago(operation.createdAt()));
    head.add(title, CopyField.of("operation.number", operation.id().value()));
    if (operation.requestedBy().equals(OperationRequest.POLICY)) {
      idleness.cause(caller, operation.id()).ifPresent(cause -> head.add(cause(cause)));
    }
    OperationResult result = operation.result();
    if (result != null && result.moved() != null) {
      head.add(moved(result.moved()));
    }
    head.add(actions(operation));
  }

  private static FactsList cause(IdlenessView.Stopped cause) {
    String unused = Quantities.span(Duration.ofSeconds(cause.periodSeconds()));
    return new FactsList()
        .fact(Words.text("idle.why"), Words.text("idle.stopped", unused))
        .fact(
            Words.text("idle.last", Words.text("idle.by." + cause.usedBy().wire())),
            TimeText.at(cause.usedAt()));
  }

  private static FactsList moved(Moved moved) {
    String way = moved.from() + " → " + moved.to();
    return new FactsList()
        .fact(Words.text("moved.way"), way)
        .fact(Words.text("moved.ahead"), Quantities.bytes(moved.aheadBytes()))
        .fact(Words.text("moved.pause"), Quantities.bytes(moved.pauseBytes()))
        .fact(
            Words.text("moved.unreachable"),
            Quantities.duration(Duration.ofMillis(moved.unreachableMillis())));
  }

  private Div actions(OperationView operation) {
    var row = new Div();
    row.addClassName("actions");
    if (operation.abortable()) {
      row.add(new Button(Words.text("operation.abort"), event -> askToAbort(operation.id())));
    }
    var temporal = operation.temporalUrl();
    if (temporal != null) {
      var link = new Anchor(temporal, Words.text("action.open-temporal"), AnchorTarget.BLANK);
      link.getElement().setAttribute("rel", "noreferrer");
      row.add(link);
    }
    row.setVisible(row.getComponentCount() > 0);
    return row;
  }

  private void askToAbort(OperationId operation) {
    new Consequences(
            Words.text("operation.abort.question"),
            Words.text("operation.abort.verb"),
            () -> abort(operation))
        .happens(Words.text("operation.abort.happens"))
        .kept(Words.text("operation.abort.kept"))
        .open();
  }

  private void abort(OperationId operation) {
    try {
      operations.abort(caller, operation);
      Notices.done(Words.text("creating.cancelling"));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }

  private void showSteps(OperationView operation) {
    steps.removeAll();
    steps.add(new H2(Words.text("operation.steps")));
    if (operation.steps().isEmpty()) {
      steps.add(new Span(Words.text("operation.steps.none")));
    } else {
      steps.add(stepper);
      stepper.show(operation.steps());
    }
  }
}
