package io.labvm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
  @Test
  void eachDatabaseHoldsTheSchemaAndNoRowsOfAnother() throws SQLException {
    var first = TestDatabase.create();
    var second = TestDatabase.create();
    insertNode(first);

    assertThat(nodes(first)).isEqualTo(1);
    assertThat(nodes(second)).isZero();
  }

  private static void insertNode(TestDatabase database) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("insert into node (id, key_sha256) values ('n1', 'k')");
    }
  }

  private static int nodes(TestDatabase database) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from node")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
