package io.labvm.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class SchemaTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  @Test
  void refusesLoginThatTheApplicationLetThrough() {
    for (String login : new String[] {"ROOT", "../x", "a b", "a", "x".repeat(32)}) {
      assertThatThrownBy(() -> insertAccount("id-" + login.hashCode(), login))
          .as(login)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("account_login_check");
    }
  }

  @Test
  void givesOnePortToOneDesktopOnly() throws Exception {
    run("insert into address (kind, port, desktop) values ('vnc', 9001, 'd1')");
    assertThatThrownBy(
            () -> run("insert into address (kind, port, desktop) values ('vnc', 9001, 'd2')"))
        .hasMessageContaining("address_pkey");
  }

  @Test
  void tellsListenersOfNodesButNotOfEachBeacon() throws Exception {
    run("insert into node (id, key_sha256) values ('n1', 'k')");
    try (var connection = DATABASE.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("listen labvm_change");
      run("update node set beacon_at = now() where id = 'n1'");
      run("update node set metrics_at = now() where id = 'n1'");
      var notes = connection.unwrap(PGConnection.class).getNotifications(10_000);
      assertThat(notes).extracting(n -> n.getParameter()).containsExactly("node:n1");
    }
  }

  private static void insertAccount(String id, String login) throws SQLException {
    try (var connection = DATABASE.dataSource().getConnection();
        var statement =
            connection.prepareStatement(
                "insert into account (id, login, display_name, mail, password_hash)"
                    + " values (?, ?, 'n', 'm@x', 'h')")) {
      statement.setString(1, id);
      statement.setString(2, login);
      statement.execute();
    }
  }

  private static void run(String sql) throws SQLException {
    try (var connection = DATABASE.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
