package io.labvm.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class StoredAuditLogTest {
  private static final Caller ADMIN = new Caller(new AccountId("admin"), Role.ADMIN, "127.0.0.1");

  @Autowired private AuditLog audit;
  @Autowired private Lab lab;
  @LocalServerPort private int port;

  @Test
  void tellsWhoDidWhatToWhoseDesktop() {
    Api api = new Api(port, null);
    lab.node("n1", "10.1.2.3", 7443);
    String desktop = api.register("audited").expect(202).text("desktop");
    Api member = api.signIn("audited");
    lab.run(desktop, "n1", 1);
    String operation =
        member.post("/api/v1/desktops/" + desktop + "/stop", null).expect(202).text("operation");
    lab.execute(
        "insert into audit (account, action, target, address) values ('admin', 'abort', ?, '::1')",
        operation);
    List<AuditEntry> lines = audit.newest(ADMIN, "AUDITED", Long.MAX_VALUE, 10);
    assertThat(lines)
        .extracting(AuditEntry::action)
        .containsExactly("abort", "stop", "token", "register");
    assertThat(lines).extracting(AuditEntry::owner).startsWith("audited", "audited");
    assertThat(lines.get(1).who()).isEqualTo("audited");
    assertThat(lines.get(1).address()).isEqualTo("127.0.0.1");
    assertThat(audit.newest(ADMIN, "audited", lines.get(1).id(), 1))
        .extracting(AuditEntry::action)
        .containsExactly("token");
  }

  @Test
  void tellsAllThatWasDoneToOneDesktop() {
    Api api = new Api(port, null);
    lab.node("n1", "10.1.2.3", 7443);
    String desktop = api.register("traced").expect(202).text("desktop");
    api.register("traced-too").expect(202);
    lab.run(desktop, "n1", 1);
    String operation =
        api.signIn("traced")
            .post("/api/v1/desktops/" + desktop + "/stop", null)
            .expect(202)
            .text("operation");
    lab.execute(
        "insert into audit (account, action, target, address) values ('admin', 'abort', ?, '::1')",
        operation);
    assertThat(audit.ofDesktop(ADMIN, new DesktopId(desktop), 10))
        .extracting(AuditEntry::action)
        .containsExactly("abort", "stop", "register");
  }

  @Test
  void isForAdminsAndTakesAnyText() {
    assertThat(audit.newest(ADMIN, "%_'\\", Long.MAX_VALUE, 10)).isEmpty();
    Caller member = new Caller(new AccountId("m"), Role.MEMBER, "127.0.0.1");
    assertThatThrownBy(() -> audit.ofDesktop(member, new DesktopId("d"), 10))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> audit.newest(member, "", Long.MAX_VALUE, 10))
        .isInstanceOf(ProblemException.class);
  }
}
