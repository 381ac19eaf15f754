package io.labvm.ui.page.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.audit.AuditEntry;
import io.labvm.ui.audit.AuditLog;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Who did what, when and from where; the newest first. */
@Route("admin/audit")
@Menu(title = "menu.audit", order = 130, icon = "vaadin:records")
@RolesAllowed("ADMIN")
class AuditView extends Page {
  private static final int AT_ONCE = 50;
  private static final int EXPORTED_AT_ONCE = 1_000;

  private final Caller caller;
  private final AuditLog audit;
  private final Paragraph intro = new Paragraph();
  private final TextField search = new TextField();
  private final Div list = new Div();
  private final Button older = new Button();
  private final Anchor export = new Anchor();
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
    var tools = new Div(search, export);
    tools.addClassName("toolbar");
    add(intro, tools, list, older);
  }

  @Override
  protected void draw() {
    intro.setText(Words.text("audit.intro"));
    search.setAriaLabel(Words.text("audit.search"));
    search.setPlaceholder(Words.text("audit.search"));
    older.setText(Words.text("audit.older"));
    export.setText(Words.text("audit.export"));
    startAfresh();
  }

  private void startAfresh() {
    var wanted = search.getValue();
    export.setHref((DownloadHandler) event -> file(event, wanted));
    shown.clear();
    more();
  }

  /** All lines that fit, not only those on the page; written as they are read. */
  private void file(DownloadEvent event, String text) throws IOException {
    event.setFileName("labvm-audit.csv");
    event.setContentType("text/csv; charset=utf-8");
    try (var out = new OutputStreamWriter(event.getOutputStream(), StandardCharsets.UTF_8)) {
      var csv = new AuditCsv(out);
      var before = Long.MAX_VALUE;
      for (var some = audit.newest(caller, text, before, EXPORTED_AT_ONCE);
          !some.isEmpty();
          some = audit.newest(caller, text, before, EXPORTED_AT_ONCE)) {
        csv.add(some);
        before = some.getLast().id();
      }
    }
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
