package io.labvm.ui.page.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.desktops.WaitingRegistration;
import io.labvm.ui.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;

/** Registrations that wait for an admin. */
@Route("admin/requests")
@Menu(title = "menu.requests", order = 100, icon = "vaadin:inbox")
@RolesAllowed("ADMIN")
class RequestsView extends Page {
  private static final int LONGEST_REASON = 500;

  private final Caller caller;
  private final RegistrationService registrations;

  RequestsView(CurrentAccount current, RegistrationService registrations, ChangeFeed feed) {
    super("requests.title");
    this.registrations = registrations;
    caller = current.caller();
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.OPERATION, this::draw);
  }

  @Override
  protected void draw() {
    removeAll();
    var waiting = registrations.waiting(caller);
    if (waiting.isEmpty()) {
      add(new EmptyState(VaadinIcon.INBOX, Words.text("requests.none")));
    }
    waiting.forEach(request -> add(card(request)));
  }

  private Div card(WaitingRegistration request) {
    var account = request.account();
    var head = new Div(new H2(account.displayName()), quiet(account.login()));
    head.addClassName("card-head");
    head.add(TimeText.ago(request.requestedAt()));
    var contact = account.mail() + (account.phone() == null ? "" : " · " + account.phone());
    var node = request.node() == null ? Words.text("requests.automatic") : request.node();
    var card =
        new Div(
            head,
            new Span(contact),
            quiet(Words.text("requests.wants", request.base(), node)),
            actions(request));
    card.addClassName("card");
    return card;
  }

  private Div actions(WaitingRegistration request) {
    var approve = new Button(Words.text("requests.approve"), event -> approve(request));
    approve.addThemeVariants(ButtonVariant.PRIMARY);
    var deny = new Button(Words.text("requests.deny"), event -> askToDeny(request));
    var row = new Div(approve, deny);
    row.addClassName("actions");
    return row;
  }

  private void approve(WaitingRegistration request) {
    decide(
        () -> registrations.approve(caller, request.operation()),
        Words.text("requests.approved", request.account().login()));
  }

  private void askToDeny(WaitingRegistration request) {
    var dialog = new Dialog(Words.text("requests.deny.question", request.account().displayName()));
    var reason = new TextArea(Words.text("requests.deny.reason"));
    reason.setMaxLength(LONGEST_REASON);
    reason.setWidthFull();
    reason.setAutofocus(true);
    dialog.add(reason);
    var deny =
        new Button(
            Words.text("requests.deny.verb"),
            event -> {
              dialog.close();
              deny(request, reason.getValue());
            });
    deny.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    dialog.getFooter().add(new Button(Words.text("action.cancel"), event -> dialog.close()), deny);
    dialog.open();
  }

  private void deny(WaitingRegistration request, String reason) {
    decide(
        () -> registrations.deny(caller, request.operation(), reason),
        Words.text("requests.denied", request.account().login()));
  }

  private void decide(Runnable decision, String done) {
    try {
      decision.run();
      Notices.done(done);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
    draw();
  }

  private static Span quiet(String text) {
    var span = new Span(text);
    span.addClassName("quiet");
    return span;
  }
}
