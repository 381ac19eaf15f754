package io.labvm.ui.page.admin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.Settings;
import io.labvm.ui.settings.SettingsService;
import jakarta.annotation.security.RolesAllowed;

/** What an admin may change while the platform runs. */
@Route("admin/settings")
@Menu(title = "menu.settings", order = 120, icon = "vaadin:sliders")
@RolesAllowed("ADMIN")
class SettingsView extends Page {
  private final Caller caller;
  private final SettingsService settings;
  private final H2 title = new H2();
  private final Checkbox approval = new Checkbox();
  private final Paragraph help = new Paragraph();
  private final H2 lostTitle = new H2();
  private final IntegerField elsewhere = new IntegerField();
  private final Paragraph lostHelp = new Paragraph();

  SettingsView(CurrentAccount current, SettingsService settings) {
    super("settings.title");
    this.settings = settings;
    caller = current.caller();
    add(card(title, approval, help), card(lostTitle, elsewhere, lostHelp));
    help.addClassName("quiet");
    lostHelp.addClassName("quiet");
    elsewhere.setMin(0);
    elsewhere.setMax(Settings.MOST_MINUTES);
    elsewhere.setStepButtonsVisible(true);
    show();
    approval.addValueChangeListener(event -> save(event.isFromClient()));
    elsewhere.addValueChangeListener(event -> save(event.isFromClient()));
  }

  private static Div card(Component... parts) {
    var card = new Div(parts);
    card.addClassName("card");
    return card;
  }

  private void show() {
    var now = settings.current();
    approval.setValue(now.approvalRequired());
    elsewhere.setValue(now.startElsewhereMinutes());
  }

  @Override
  protected void draw() {
    title.setText(Words.text("settings.registration"));
    approval.setLabel(Words.text("settings.approval"));
    help.setText(Words.text("settings.approval.help"));
    lostTitle.setText(Words.text("settings.lost"));
    elsewhere.setLabel(Words.text("settings.elsewhere"));
    lostHelp.setText(Words.text("settings.elsewhere.help"));
  }

  /** What is out of range waits until it is not; the field says so itself. */
  private void save(boolean byPerson) {
    Integer minutes = elsewhere.getValue();
    if (!byPerson || minutes == null || elsewhere.isInvalid()) {
      return;
    }
    try {
      settings.change(caller, new Settings(approval.getValue(), minutes));
      Notices.done(Words.text("settings.saved"));
    } catch (ProblemException refused) {
      show();
      Notices.refused(refused);
    }
  }
}
