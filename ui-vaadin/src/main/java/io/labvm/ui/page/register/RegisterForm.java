package io.labvm.ui.page.register;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.html.FieldSet;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.labvm.ui.accounts.LoginCheck;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.NewMember;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.texts.PortalTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The fields of a registration; checks nothing by itself but shows what the service says. */
final class RegisterForm {
  private final TextField login = new TextField();
  private final TextField displayName = new TextField();
  private final EmailField mail = new EmailField();
  private final TextField phone = new TextField();
  private final PasswordField password = new PasswordField();
  private final StrengthMeter strength = new StrengthMeter();
  private final Map<String, Component> fields = new LinkedHashMap<>();
  private final FieldSet account = new FieldSet();
  private final DesktopChoice desktop;

  RegisterForm(DesktopChoice desktop, Function<String, LoginCheck> loginCheck) {
    this.desktop = desktop;
    nameFields();
    login.setValueChangeMode(ValueChangeMode.LAZY);
    login.addValueChangeListener(event -> check(loginCheck));
    password.setValueChangeMode(ValueChangeMode.LAZY);
    password.addValueChangeListener(event -> showStrength());
    login.setAutofocus(true);
    account.addClassName("form-part");
    account.add(login, displayName, mail, phone, password, strength);
  }

  private void nameFields() {
    fields.put("login", login);
    fields.put("displayName", displayName);
    fields.put("mail", mail);
    fields.put("phone", phone);
    fields.put("password", password);
    fields.putAll(desktop.fields());
    login.getElement().setAttribute("autocomplete", "username");
    login.getElement().setAttribute("autocapitalize", "none");
    displayName.getElement().setAttribute("autocomplete", "name");
    mail.getElement().setAttribute("autocomplete", "email");
    phone.getElement().setAttribute("autocomplete", "tel");
    password.getElement().setAttribute("autocomplete", "new-password");
    fields.forEach((name, field) -> field.setId("register-" + name));
  }

  FieldSet account() {
    return account;
  }

  DesktopChoice desktop() {
    return desktop;
  }

  /** Says everything in the present language; what was typed stays. */
  void draw(Locale locale) {
    account.setLegendText(Words.text("register.account"));
    login.setLabel(Words.text("register.login"));
    login.setHelperText(Words.text("register.login.help"));
    displayName.setLabel(Words.text("register.display-name"));
    displayName.setHelperText(Words.text("register.display-name.help"));
    mail.setLabel(Words.text("register.mail"));
    phone.setLabel(Words.text("register.phone"));
    phone.setHelperText(Words.text("register.phone.help"));
    password.setLabel(Words.text("register.password"));
    password.setHelperText(Words.text("register.password.help"));
    desktop.draw(locale);
    showStrength();
  }

  private void showStrength() {
    strength.show(password.getValue(), login.getValue());
  }

  private void check(Function<String, LoginCheck> loginCheck) {
    if (login.isEmpty()) {
      return;
    }
    var check = loginCheck.apply(login.getValue());
    var problem = check.problem();
    login.setInvalid(problem != null);
    if (problem == null) {
      login.setHelperText(Words.text("register.login.free"));
    } else {
      login.setErrorMessage(say(problem, check.suggestions()));
    }
  }

  private static String say(FieldProblem problem, List<String> suggestions) {
    var text = say(problem);
    return suggestions.isEmpty()
        ? text
        : text + " " + Words.text("register.login.suggest", String.join(", ", suggestions));
  }

  /** What was typed. */
  NewMember member() {
    var wanted = desktop.chosen();
    return new NewMember(
        login.getValue(),
        displayName.getValue(),
        mail.getValue(),
        phone.isEmpty() ? null : phone.getValue(),
        password.getValue(),
        wanted.base(),
        wanted.node(),
        wanted.language());
  }

  /** Takes the marks of an earlier refusal away. */
  void clearProblems() {
    fields.values().forEach(f -> ((HasValidation) f).setInvalid(false));
  }

  /** Marks the fields at fault. */
  void show(List<FieldProblem> problems) {
    for (var problem : problems) {
      if (fields.get(problem.field()) instanceof HasValidationProperties field) {
        field.setErrorMessage(say(problem));
        field.setInvalid(true);
      }
    }
  }

  /** The label of a field in the present language. */
  String label(String field) {
    return fields.get(field) instanceof HasLabel labelled ? labelled.getLabel() : field;
  }

  /** Puts the cursor into a field. */
  void focus(String field) {
    if (fields.get(field) instanceof Focusable<?> focusable) {
      focusable.focus();
    }
  }

  /** A problem in words. */
  static String say(FieldProblem problem) {
    var key = "field." + problem.code();
    return PortalTexts.has(key) ? Words.text(key) : Words.text("field.invalid");
  }
}
