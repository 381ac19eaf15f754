package io.labvm.ui.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class StoredOperationsTest {
  private static final Caller ADMIN = new Caller(new AccountId("admin"), Role.ADMIN, "127.0.0.1");
  private static final Caller STRANGER = new Caller(new AccountId("x"), Role.MEMBER, "127.0.0.1");

  @Autowired private OperationService operations;
  @Autowired private Lab lab;
  @LocalServerPort private int port;

  @Test
  void theNewestOfAKindIsFoundByTimeHoweverManyCameAfterIt() {
    String desktop = new Api(port, null).register("traveller").expect(202).text("desktop");
    given(desktop, "old", "restore", 190);
    given(desktop, "new", "restore", 160);
    for (int i = 0; i < 300; i++) {
      given(desktop, "b" + i, "backup", 1);
    }
    assertThat(newest(ADMIN, desktop, 7)).contains("traveller-new");
    assertThat(newest(ADMIN, desktop, 6)).isEmpty();
    assertThat(newest(STRANGER, desktop, 7)).isEmpty();
  }

  private Optional<String> newest(Caller caller, String desktop, int days) {
    return operations
        .newest(
            caller,
            new DesktopId(desktop),
            OperationKind.RESTORE,
            Duration.ofDays(days),
            Locale.ENGLISH)
        .map(operation -> operation.id().value());
  }

  private void given(String desktop, String id, String kind, int hoursAgo) {
    lab.execute(
        "insert into operation (id, desktop, kind, state, requested_by, created_at, ended_at)"
            + " values (?, ?, ?, 'succeeded', 'admin',"
            + " now() - make_interval(hours => cast(? as integer)), now())",
        "traveller-" + id,
        desktop,
        kind,
        Integer.toString(hoursAgo));
  }
}
