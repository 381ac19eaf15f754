package io.labvm.ui.page.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.audit.AuditEntry;
import io.labvm.ui.audit.AuditLog;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;

/** Who did what, when and from where; the newest first. */
@Route("admin/audit")
@Menu(title = "menu.audit", order = 130, icon = "vaadin:records")
@RolesAllowed("ADMIN")
class AuditView extends Page {
  private static final int AT_ONCE = 50;

  private final Caller caller;
  private final AuditLog audit;
  private final Paragraph intro = new Paragraph();
  private final TextField search = new TextField();
  private final Div list = new Div();
  private final Button older = new Button();
  private final List<AuditEntry> shown = new ArrayList<>();

  AuditView(CurrentAccount current, AuditLog audit) {
    super("audit.title");
    this.audit = audit;
    caller = current.caller();
    addClassName("wide");
    intro.addClassName("page-intro");
    list.addClassName("card");
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.addValueChangeListener(event -> startAfresh());
    older.addClickListener(event -> more());
    add(intro, search, list, older);
  }

  @Override
  protected void draw() {
    intro.setText(Words.text("audit.intro"));
    search.setAriaLabel(Words.text("audit.search"));
    search.setPlaceholder(Words.text("audit.search"));
    older.setText(Words.text("audit.older"));
    startAfresh();
  }

  private void startAfresh() {
    shown.clear();
    more();
  }

  private void more() {
    long before = shown.isEmpty() ? Long.MAX_VALUE : shown.getLast().id();
    // One more than is shown tells whether there are older ones.
    var next = audit.newest(caller, search.getValue(), before, AT_ONCE + 1);
    shown.addAll(next.subList(0, Math.min(AT_ONCE, next.size())));
    older.setVisible(next.size() > AT_ONCE);
    list.removeAll();
    list.add(AuditRows.of(shown, search.isEmpty() ? "audit.none" : "audit.none.search"));
  }
}
