package io.labvm.ui.page.register;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.html.FieldSet;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.labvm.ui.accounts.LoginCheck;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.NewMember;
import io.labvm.ui.nodes.BaseView;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.texts.PortalTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The fields of a registration; checks nothing by itself but shows what the service says. */
final class RegisterForm {
  private static final String AUTOMATIC = "";

  private final TextField login = new TextField();
  private final TextField displayName = new TextField();
  private final EmailField mail = new EmailField();
  private final TextField phone = new TextField();
  private final PasswordField password = new PasswordField();
  private final StrengthMeter strength = new StrengthMeter();
  private final Select<BaseView> base = new Select<>();
  private final Select<String> node = new Select<>();
  private final Select<String> language = new Select<>();
  private final Map<String, Component> fields = new LinkedHashMap<>();
  private final FieldSet account = new FieldSet();
  private final FieldSet desktop = new FieldSet();

  RegisterForm(List<BaseView> bases, List<String> nodes, Function<String, LoginCheck> loginCheck) {
    fillChoices(bases, nodes);
    nameFields();
    login.setValueChangeMode(ValueChangeMode.LAZY);
    login.addValueChangeListener(event -> check(loginCheck));
    password.setValueChangeMode(ValueChangeMode.LAZY);
    password.addValueChangeListener(event -> showStrength());
    login.setAutofocus(true);
    for (var part : List.of(account, desktop)) {
      part.addClassName("form-part");
    }
    account.add(login, displayName, mail, phone, password, strength);
    desktop.add(base, node, language);
  }

  private void fillChoices(List<BaseView> bases, List<String> nodes) {
    base.setItems(bases);
    bases.stream().findFirst().ifPresent(base::setValue);
    base.setVisible(!bases.isEmpty());
    var choices = new ArrayList<>(List.of(AUTOMATIC));
    choices.addAll(nodes);
    node.setItems(choices);
    node.setValue(AUTOMATIC);
    language.setItems("zh_CN", "en_US");
  }

  private void nameFields() {
    fields.put("login", login);
    fields.put("displayName", displayName);
    fields.put("mail", mail);
    fields.put("phone", phone);
    fields.put("password", password);
    fields.put("base", base);
    fields.put("node", node);
    fields.put("language", language);
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

  FieldSet desktop() {
    return desktop;
  }

  /** Says everything in the present language; what was typed stays. */
  void draw(Locale locale) {
    account.setLegendText(Words.text("register.account"));
    desktop.setLegendText(Words.text("register.desktop"));
    login.setLabel(Words.text("register.login"));
    login.setHelperText(Words.text("register.login.help"));
    displayName.setLabel(Words.text("register.display-name"));
    displayName.setHelperText(Words.text("register.display-name.help"));
    mail.setLabel(Words.text("register.mail"));
    phone.setLabel(Words.text("register.phone"));
    phone.setHelperText(Words.text("register.phone.help"));
    password.setLabel(Words.text("register.password"));
    password.setHelperText(Words.text("register.password.help"));
    drawChoices(locale);
    showStrength();
  }

  private void drawChoices(Locale locale) {
    base.setLabel(Words.text("register.base"));
    base.setHelperText(Words.text("register.base.help"));
    base.setItemLabelGenerator(
        b -> b.newest() ? Words.text("register.base.newest", b.id()) : b.id());
    node.setLabel(Words.text("register.node"));
    node.setItemLabelGenerator(
        n -> n.equals(AUTOMATIC) ? Words.text("register.node.automatic") : n);
    language.setLabel(Words.text("register.language"));
    language.setItemLabelGenerator(l -> Words.text("language." + l));
    if (language.isEmpty()) {
      language.setValue(PortalTexts.toAccount(locale));
    }
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
    return new NewMember(
        login.getValue(),
        displayName.getValue(),
        mail.getValue(),
        phone.isEmpty() ? null : phone.getValue(),
        password.getValue(),
        base.isEmpty() ? null : base.getValue().id(),
        node.getValue().equals(AUTOMATIC) ? null : node.getValue(),
        language.getValue());
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
