package io.labvm.ui.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.audit.AuditEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditCsvTest {
  private static final Instant AT = Instant.parse("2026-11-25T17:00:00Z");

  @Test
  void writesOneLineForEachEntry() throws IOException {
    assertThat(csv(new AuditEntry(1, AT, "wang", "stop", "d1", "li", "10.0.0.7")))
        .startsWith("\uFEFFtime,who,action,target,owner,address\r\n")
        .endsWith("\n2026-11-25T17:00:00Z,wang,stop,d1,li,10.0.0.7\r\n");
  }

  @Test
  void nothingTypedByAStrangerBecomesAFormulaOrAnotherCell() throws IOException {
    assertThat(csv(new AuditEntry(1, AT, null, "sign-in-failed", "=1+1,\"x\"", null, "")))
        .endsWith("Z,,sign-in-failed,\"'=1+1,\"\"x\"\"\",,\r\n");
  }

  private static String csv(AuditEntry entry) throws IOException {
    var out = new StringBuilder();
    new AuditCsv(out).add(List.of(entry));
    return out.toString();
  }
}
