package io.labvm.ui.page.admin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.audit.AuditEntry;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.texts.PortalTexts;
import java.util.List;
import java.util.stream.Stream;

/** Lines of the audit as a table. */
final class AuditRows {
  private AuditRows() {}

  /** A table of the lines, or why there is none. */
  static Component of(List<AuditEntry> entries, String emptyKey) {
    if (entries.isEmpty()) {
      return new EmptyState(VaadinIcon.RECORDS, Words.text(emptyKey));
    }
    var rows =
        new Rows(
            Stream.of("when", "who", "what", "on", "from")
                .map(key -> Words.text("audit." + key))
                .toList());
    entries.forEach(entry -> add(rows, entry));
    return rows;
  }

  private static void add(Rows rows, AuditEntry entry) {
    rows.row(
        TimeText.ago(entry.at()),
        new Span(entry.who() == null ? Words.text("audit.nobody") : entry.who()),
        new Span(action(entry.action())),
        new Span(on(entry)),
        new Span(dash(entry.address())));
  }

  /** The action in words; one this portal does not know yet has a general name. */
  private static String action(String name) {
    var key = "audit.action." + name;
    return Words.text(PortalTexts.has(key) ? key : "audit.action.unknown");
  }

  private static String on(AuditEntry entry) {
    return entry.owner() == null
        ? dash(entry.target())
        : Words.text("audit.desktop-of", entry.owner());
  }

  private static String dash(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
