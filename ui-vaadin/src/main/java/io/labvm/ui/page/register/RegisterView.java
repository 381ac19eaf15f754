package io.labvm.ui.page.register;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.page.creating.CreatingNavigation;
import io.labvm.ui.page.frame.Door;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.SettingsService;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a member and a desktop by one form; sent twice it still makes one of each. */
@Route(value = Door.REGISTER, autoLayout = false)
@AnonymousAllowed
class RegisterView extends Door {
  private final RegistrationService registrations;
  private final CurrentAccount current;
  private final SettingsService settings;
  private final RegisterForm form;
  private final H1 title = new H1();
  private final Paragraph intro = new Paragraph();
  private final Div message = new Div();
  private final Button submit = new Button();
  private final Anchor signIn = new Anchor(Door.SIGN_IN);
  private RequestKey key = newKey();
  private @Nullable ProblemException refused;

  RegisterView(
      RegistrationService registrations,
      AccountService accounts,
      NodeService nodes,
      SettingsService settings,
      CurrentAccount current) {
    super("register.title");
    this.registrations = registrations;
    this.settings = settings;
    this.current = current;
    form = new RegisterForm(new DesktopChoice(nodes), accounts::checkLogin);
    card().addClassName("broad");
    intro.addClassName("page-intro");
    submit.addThemeVariants(ButtonVariant.PRIMARY);
    submit.setDisableOnClick(true);
    submit.addClickListener(event -> register());
    card().add(title, intro, message, form.account(), form.desktop(), submit, signIn);
  }

  @Override
  protected void draw() {
    title.setText(Words.text("register.title"));
    var approval =
        settings.current().approvalRequired() ? " " + Words.text("register.approval") : "";
    intro.setText(Words.text("register.intro") + approval);
    submit.setText(Words.text("register.submit"));
    signIn.setText(Words.text("register.signin"));
    form.draw(getLocale());
    showRefusal();
  }

  private void register() {
    try {
      var registered = registrations.register(form.member(), current.address(), key);
      current.signIn(Proven.registered(registered.account()), Stay.WHILE_USED);
      // A full load: the session has a new id, and the push connection has to know it.
      getUI()
          .ifPresent(
              ui -> ui.getPage().setLocation(CreatingNavigation.path(registered.operation())));
    } catch (ProblemException problem) {
      refused = problem;
      // Otherwise the key stays: an answer that was lost must not make a second desktop.
      if (problem.code() == ProblemCode.IDEMPOTENCY_KEY_REUSED) {
        key = newKey();
      }
      submit.setEnabled(true);
      showRefusal();
      problem.fields().stream().findFirst().ifPresent(first -> form.focus(first.field()));
    }
  }

  private void showRefusal() {
    message.removeAll();
    form.clearProblems();
    message.setVisible(refused != null);
    if (refused == null) {
      return;
    }
    form.show(refused.fields());
    var text = refused.fields().isEmpty() ? Notices.text(refused) : Words.text("register.summary");
    var box = Notices.inline(Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, text);
    box.getElement().setAttribute("role", "alert");
    box.add(summary(refused.fields()));
    message.add(box);
  }

  private UnorderedList summary(List<FieldProblem> problems) {
    var list = new UnorderedList();
    list.addClassName("summary");
    for (var problem : problems) {
      var text = form.label(problem.field()) + ": " + RegisterForm.say(problem);
      var link = new NativeButton(text, event -> form.focus(problem.field()));
      link.addClassName("as-link");
      list.add(new ListItem(link));
    }
    return list;
  }

  private static RequestKey newKey() {
    return new RequestKey(UUID.randomUUID().toString());
  }
}
