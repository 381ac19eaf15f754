package io.labvm.ui.page.admin;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
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

  SettingsView(CurrentAccount current, SettingsService settings) {
    super("settings.title");
    this.settings = settings;
    caller = current.caller();
    help.addClassName("quiet");
    var card = new Div(title, approval, help);
    card.addClassName("card");
    add(card);
    approval.setValue(settings.current().approvalRequired());
    approval.addValueChangeListener(
        event -> {
          if (event.isFromClient()) {
            save(event.getValue());
          }
        });
  }

  @Override
  protected void draw() {
    title.setText(Words.text("settings.registration"));
    approval.setLabel(Words.text("settings.approval"));
    help.setText(Words.text("settings.approval.help"));
  }

  private void save(boolean approvalRequired) {
    try {
      settings.change(caller, new Settings(approvalRequired));
      Notices.done(Words.text("settings.saved"));
    } catch (ProblemException refused) {
      approval.setValue(!approvalRequired);
      Notices.refused(refused);
    }
  }
}
