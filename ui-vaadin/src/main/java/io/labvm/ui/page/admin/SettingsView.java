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
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.UnusedPreview;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.Settings;
import io.labvm.ui.settings.SettingsService;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an admin may change while the platform runs. */
@Route("admin/settings")
@Menu(title = "menu.settings", order = 120, icon = "vaadin:sliders")
@RolesAllowed("ADMIN")
class SettingsView extends Page {
  private static final Set<Integer> USUAL_HOURS = Set.of(12, 24, 72);

  private final Caller caller;
  private final SettingsService settings;
  private final IdlenessService idleness;
  private final H2 title = new H2();
  private final Checkbox approval = new Checkbox();
  private final Paragraph help = new Paragraph();
  private final H2 lostTitle = new H2();
  private final IntegerField elsewhere = new IntegerField();
  private final Paragraph lostHelp = new Paragraph();
  private final H2 unusedTitle = new H2();
  private final IntegerField unused = new IntegerField();
  private final Paragraph unusedHelp = new Paragraph();
  private final IntegerField lock = new IntegerField();
  private final Paragraph preview = new Paragraph();

  SettingsView(CurrentAccount current, SettingsService settings, IdlenessService idleness) {
    super("settings.title");
    this.settings = settings;
    this.idleness = idleness;
    caller = current.caller();
    add(
        card(title, approval, help),
        card(lostTitle, elsewhere, lostHelp),
        card(unusedTitle, unused, lock, preview, unusedHelp));
    help.addClassName("quiet");
    lostHelp.addClassName("quiet");
    unusedHelp.addClassName("quiet");
    show();
    approval.addValueChangeListener(event -> save(event.isFromClient()));
    number(elsewhere, 0, Settings.MOST_MINUTES);
    number(unused, 0, Settings.MOST_HOURS);
    number(lock, 1, Settings.MOST_LOCK_DAYS);
  }

  private void number(IntegerField field, int least, int most) {
    field.setMin(least);
    field.setMax(most);
    field.setStepButtonsVisible(true);
    field.addValueChangeListener(event -> save(event.isFromClient()));
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
    unused.setValue(now.stopUnusedHours());
    lock.setValue(now.mostLockDays());
  }

  @Override
  protected void draw() {
    title.setText(Words.text("settings.registration"));
    approval.setLabel(Words.text("settings.approval"));
    help.setText(Words.text("settings.approval.help"));
    lostTitle.setText(Words.text("settings.lost"));
    elsewhere.setLabel(Words.text("settings.elsewhere"));
    lostHelp.setText(Words.text("settings.elsewhere.help"));
    unusedTitle.setText(Words.text("settings.unused"));
    unused.setLabel(Words.text("settings.unused.hours"));
    lock.setLabel(Words.text("settings.lock.days"));
    unusedHelp.setText(Words.text("settings.unused.help"));
    showPreview();
  }

  /** What usual rules, and the present one, would have done. */
  private void showPreview() {
    var hours = new TreeSet<>(USUAL_HOURS);
    Integer present = unused.getValue();
    if (present != null && present > 0) {
      hours.add(present);
    }
    var each = hours.stream().map(h -> idleness.preview(caller, h)).map(SettingsView::text);
    preview.setText(Words.text("settings.unused.preview", each.collect(Collectors.joining(" · "))));
  }

  private static String text(UnusedPreview preview) {
    String hours = Quantities.span(Duration.ofHours(preview.hours()));
    return Words.text("settings.unused.would", hours, preview.desktops(), preview.stops());
  }

  /** What is out of range waits until it is not; the field says so itself. */
  private void save(boolean byPerson) {
    Integer minutes = elsewhere.getValue();
    Integer hours = unused.getValue();
    Integer days = lock.getValue();
    if (!byPerson || minutes == null || hours == null || days == null || anyInvalid()) {
      return;
    }
    try {
      settings.change(caller, new Settings(approval.getValue(), minutes, hours, days));
      Notices.done(Words.text("settings.saved"));
      showPreview();
    } catch (ProblemException refused) {
      show();
      Notices.refused(refused);
    }
  }

  private boolean anyInvalid() {
    return elsewhere.isInvalid() || unused.isInvalid() || lock.isInvalid();
  }
}
