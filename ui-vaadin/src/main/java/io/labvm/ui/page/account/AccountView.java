package io.labvm.ui.page.account;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.ProfileChange;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.page.frame.LanguageSwitch;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.texts.PortalTexts;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** What members change about themselves: profile, language, password, SSH keys. */
@Route("account")
@Menu(title = "menu.account", order = 30, icon = "vaadin:user")
@PermitAll
class AccountView extends Page {
  private final Caller caller;
  private final AccountService accounts;
  private final H2 profileTitle = new H2();
  private final TextField displayName = new TextField();
  private final EmailField mail = new EmailField();
  private final TextField phone = new TextField();
  private final Select<String> language = new Select<>();
  private final Button saveProfile = new Button();
  private final H2 passwordTitle = new H2();
  private final PasswordField oldPassword = new PasswordField();
  private final PasswordField newPassword = new PasswordField();
  private final Button changePassword = new Button();
  private final H2 keysTitle = new H2();
  private final Paragraph keysHelp = new Paragraph();
  private final TextArea sshKeys = new TextArea();
  private final Button saveKeys = new Button();
  private final Map<String, HasValidation> fields =
      Map.of(
          "displayName", displayName,
          "mail", mail,
          "phone", phone,
          "oldPassword", oldPassword,
          "newPassword", newPassword,
          "sshKeys", sshKeys);

  AccountView(CurrentAccount current, AccountService accounts) {
    super("account.title");
    this.accounts = accounts;
    caller = current.caller();
    language.setItems("zh_CN", "en_US");
    fill();
    oldPassword.getElement().setAttribute("autocomplete", "current-password");
    newPassword.getElement().setAttribute("autocomplete", "new-password");
    sshKeys.setWidthFull();
    sshKeys.setMinRows(4);
    keysHelp.addClassName("quiet");
    saveProfile.addClickListener(event -> saveProfile());
    changePassword.addClickListener(event -> changePassword());
    saveKeys.addClickListener(event -> saveKeys());
    var columns =
        new Div(
            card(profileTitle, displayName, mail, phone, language, saveProfile),
            card(passwordTitle, oldPassword, newPassword, changePassword));
    columns.addClassName("columns");
    add(columns, card(keysTitle, keysHelp, sshKeys, saveKeys));
  }

  private void fill() {
    var account = accounts.own(caller);
    displayName.setValue(account.displayName());
    mail.setValue(account.mail());
    phone.setValue(account.phone() == null ? "" : account.phone());
    language.setValue(account.language());
    sshKeys.setValue(account.sshKeys());
  }

  @Override
  protected void draw() {
    profileTitle.setText(Words.text("account.profile"));
    label(displayName, "register.display-name");
    label(mail, "register.mail");
    label(phone, "register.phone");
    label(language, "account.language");
    language.setItemLabelGenerator(l -> Words.text("language." + l));
    language.setValue(PortalTexts.toAccount(getLocale()));
    saveProfile.setText(Words.text("action.save"));
    passwordTitle.setText(Words.text("account.password"));
    label(oldPassword, "account.password.old");
    label(newPassword, "account.password.new");
    newPassword.setHelperText(Words.text("account.password.new.help"));
    changePassword.setText(Words.text("account.password.change"));
    keysTitle.setText(Words.text("account.keys"));
    keysHelp.setText(Words.text("account.keys.help"));
    sshKeys.setAriaLabel(Words.text("account.keys"));
    saveKeys.setText(Words.text("account.keys.save"));
  }

  private static void label(HasLabel field, String key) {
    field.setLabel(Words.text(key));
  }

  private void saveProfile() {
    attempt(
        () -> {
          accounts.changeProfile(
              caller,
              new ProfileChange(
                  displayName.getValue(), mail.getValue(), phone.getValue(), language.getValue()));
          getUI()
              .ifPresent(ui -> LanguageSwitch.say(ui, PortalTexts.ofAccount(language.getValue())));
        },
        "account.saved");
  }

  private void changePassword() {
    attempt(
        () -> {
          accounts.changePassword(caller, oldPassword.getValue(), newPassword.getValue());
          oldPassword.clear();
          newPassword.clear();
        },
        "account.password.changed");
  }

  private void saveKeys() {
    attempt(() -> accounts.changeSshKeys(caller, sshKeys.getValue()), "account.saved");
  }

  private void attempt(Runnable change, String doneKey) {
    fields.values().forEach(field -> field.setInvalid(false));
    try {
      change.run();
      Notices.done(Words.text(doneKey));
    } catch (ProblemException refused) {
      show(refused);
    }
  }

  private void show(ProblemException refused) {
    for (var problem : refused.fields()) {
      var field = fields.get(problem.field());
      if (field != null) {
        var key = "field." + problem.code();
        field.setErrorMessage(Words.text(PortalTexts.has(key) ? key : "field.invalid"));
        field.setInvalid(true);
      }
    }
    Notices.refused(refused);
  }

  private static Div card(Component... parts) {
    var card = new Div(parts);
    card.addClassName("card");
    return card;
  }
}
