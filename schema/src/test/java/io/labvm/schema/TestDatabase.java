package io.labvm.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A migrated PostgreSQL database for one test class.
 *
 * <p>The server starts once per JVM (about 2 s, 6 s the first time on a machine) and ends with it;
 * each database is a copy of one migrated template (some ten milliseconds), so that test classes do
 * not see each other's rows.
 *
 * @param name the database's name
 * @param dataSource opens a new connection on each call
 */
public record TestDatabase(String name, DataSource dataSource) {
  private static final String TEMPLATE = "labvm_template";
  private static final AtomicInteger SEQUENCE = new AtomicInteger();

  /** Makes a new database that holds the schema and no rows. */
  public static TestDatabase create() {
    var name = "test_" + SEQUENCE.incrementAndGet();
    execute("create database " + name + " template " + TEMPLATE);
    return new TestDatabase(name, Server.POSTGRES.getDatabase("postgres", name));
  }

  /** A JDBC URL of this database for applications that open their own pool; trusts any password. */
  public String jdbcUrl() {
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  /** The user of {@link #jdbcUrl()}. */
  public String username() {
    return "postgres";
  }

  private static void execute(String sql) {
    try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot run: " + sql, e);
    }
  }

  /** Started by the first use; the driver's own shutdown hook stops it. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        var postgres = EmbeddedPostgres.start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        Flyway.configure().dataSource(postgres.getDatabase("postgres", TEMPLATE)).load().migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("embedded PostgreSQL does not start", e);
      } catch (SQLException e) {
        throw new IllegalStateException("embedded PostgreSQL takes no template", e);
      }
    }
  }
}
