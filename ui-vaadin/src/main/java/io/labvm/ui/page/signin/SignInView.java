package io.labvm.ui.page.signin;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.login.AbstractLogin;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.page.frame.Door;
import io.labvm.ui.problem.ProblemException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Lets a member in; the same words for an unknown login and a wrong password. */
@Route(value = Door.SIGN_IN, autoLayout = false)
@AnonymousAllowed
class SignInView extends Door {
  private final PasswordCheck passwords;
  private final CurrentAccount current;
  private final Clock clock;
  private final H1 title = new H1();
  private final Paragraph tagline = new Paragraph();
  private final Div message = new Div();
  private final LoginForm form = new LoginForm();
  private final Checkbox keep = new Checkbox();
  private final Anchor register = new Anchor(Door.REGISTER);
  private @Nullable ProblemException refused;

  SignInView(PasswordCheck passwords, CurrentAccount current, Clock clock) {
    super("signin.title");
    this.passwords = passwords;
    this.current = current;
    this.clock = clock;
    tagline.addClassName("page-intro");
    form.setForgotPasswordButtonVisible(false);
    form.addLoginListener(this::enter);
    card().add(title, tagline, message, form, keep, register);
  }

  @Override
  protected void draw() {
    title.setText(Words.text("signin.title"));
    tagline.setText(Words.text("app.tagline"));
    register.setText(Words.text("signin.register"));
    keep.setLabel(Words.text("signin.keep", span(Stay.KEPT)));
    keep.setHelperText(Words.text("signin.keep.help", span(Stay.WHILE_USED)));
    form.setI18n(words());
    showRefusal();
  }

  private String span(Stay stay) {
    return Quantities.span(current.length(stay));
  }

  private static LoginI18n words() {
    var words = LoginI18n.createDefault();
    var fields = words.getForm();
    fields.setTitle("");
    fields.setUsername(Words.text("signin.login"));
    fields.setPassword(Words.text("signin.password"));
    fields.setSubmit(Words.text("signin.submit"));
    words.getErrorMessage().setUsername(Words.text("field.required"));
    words.getErrorMessage().setPassword(Words.text("field.required"));
    return words;
  }

  private void enter(AbstractLogin.LoginEvent event) {
    try {
      var proven = passwords.check(event.getUsername(), event.getPassword(), current.address());
      current.signIn(proven, keep.getValue() ? Stay.KEPT : Stay.WHILE_USED);
      // A full load: the session has a new id, and the push connection has to know it.
      getUI().ifPresent(ui -> ui.getPage().setLocation(WantedPage.take()));
    } catch (ProblemException problem) {
      refused = problem;
      form.setEnabled(true);
      showRefusal();
    }
  }

  private void showRefusal() {
    message.removeAll();
    message.setVisible(refused != null);
    if (refused == null) {
      return;
    }
    var wait = refused.retryAfter();
    if (wait == null) {
      message.add(Notices.inline(Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, Notices.text(refused)));
    } else {
      var locked =
          Notices.inline(Meaning.ATTENTION, VaadinIcon.HOURGLASS, Words.text("signin.locked"));
      locked.add(TimeText.until(clock.instant().plus(wait)));
      message.add(locked);
    }
  }
}
