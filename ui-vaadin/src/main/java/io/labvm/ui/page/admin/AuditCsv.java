package io.labvm.ui.page.admin;

import io.labvm.ui.audit.AuditEntry;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit as a spreadsheet reads it (RFC 4180): stable names instead of words, times in UTC. A
 * line may hold what a stranger typed, so nothing in it is taken for a formula.
 */
final class AuditCsv {
  /** By this mark spreadsheets know that the text is UTF-8. */
  private static final String MARK = "\uFEFF";

  private static final String FORMULA = "=+-@\t\r";

  private final Appendable out;

  /** Writes the head. */
  AuditCsv(Appendable out) throws IOException {
    this.out = out;
    out.append(MARK);
    row(Stream.of("time", "who", "action", "target", "owner", "address"));
  }

  void add(List<AuditEntry> entries) throws IOException {
    for (AuditEntry entry : entries) {
      row(
          Stream.of(
              entry.at().toString(),
              Objects.requireNonNullElse(entry.who(), ""),
              entry.action(),
              entry.target(),
              Objects.requireNonNullElse(entry.owner(), ""),
              entry.address()));
    }
  }

  private void row(Stream<String> cells) throws IOException {
    out.append(cells.map(AuditCsv::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String plain = formula ? "'" + text : text;
    return plain.matches("[^\",\r\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
  }
}
