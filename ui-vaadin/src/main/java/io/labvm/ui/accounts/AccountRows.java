package io.labvm.ui.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of accounts. No check of rights here: that is the services' part. */
@Component
public class AccountRows {
  static final int FIRST_VERSION = 0;

  private static final String COLUMNS =
      "id, login, display_name, mail, phone, role, status, status_reason, language, ssh_keys,"
          + " created_at";

  private final JdbcClient jdbc;

  AccountRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An account with what signing in needs. */
  record Credentials(Account account, String passwordHash, int version) {}

  public Optional<Account> find(AccountId id) {
    return jdbc.sql("select " + COLUMNS + " from account where id = ?")
        .param(id.value())
        .query((rs, _) -> account(rs))
        .optional();
  }

  /** The account, whose row nobody else changes or locks until the end of the transaction. */
  public Account lock(AccountId id) {
    return jdbc.sql("select " + COLUMNS + " from account where id = ? for update")
        .param(id.value())
        .query((rs, _) -> account(rs))
        .single();
  }

  /**
   * The account only while its credentials are those of the given version, which grows with each
   * change that ends sessions: password, freeze, denial.
   */
  public Optional<Account> find(AccountId id, int version) {
    return jdbc.sql("select " + COLUMNS + " from account where id = ? and version = ?")
        .params(id.value(), version)
        .query((rs, _) -> account(rs))
        .optional();
  }

  Optional<Credentials> credentials(String login) {
    return jdbc.sql("select " + COLUMNS + ", password_hash, version from account where login = ?")
        .param(login)
        .query(
            (rs, _) ->
                new Credentials(account(rs), rs.getString("password_hash"), rs.getInt("version")))
        .optional();
  }

  List<Account> all() {
    return jdbc.sql("select " + COLUMNS + " from account order by login")
        .query((rs, _) -> account(rs))
        .list();
  }

  boolean exists(String login) {
    return jdbc.sql("select exists (select 1 from account where login = ?)")
        .param(login)
        .query(Boolean.class)
        .single();
  }

  /**
   * Adds an account.
   *
   * @return false when the login is taken
   */
  public boolean insert(Account account, String passwordHash) {
    return jdbc.sql(
                """
                insert into account (id, login, display_name, mail, phone, password_hash, role,
                  status, language, created_at)
                values (:id, :login, :name, :mail, :phone, :hash, :role, :status, :language, :at)
                on conflict (login) do nothing""")
            .param("id", account.id().value())
            .param("login", account.login())
            .param("name", account.displayName())
            .param("mail", account.mail())
            .param("phone", account.phone())
            .param("hash", passwordHash)
            .param("role", account.role().wire())
            .param("status", account.status().wire())
            .param("language", account.language())
            .param("at", utc(account.createdAt()))
            .update()
        == 1;
  }

  void setPassword(AccountId id, String hash) {
    jdbc.sql("update account set password_hash = ?, version = version + 1 where id = ?")
        .params(hash, id.value())
        .update();
  }

  /** Sets the status; sessions and tokens of the account end unless it becomes active. */
  public void setStatus(AccountId id, AccountStatus status, @Nullable String reason) {
    boolean ends = status == AccountStatus.DENIED || status == AccountStatus.FROZEN;
    jdbc.sql(
            "update account set status = :status, status_reason = :reason,"
                + " version = version + :ends where id = :id")
        .param("status", status.wire())
        .param("reason", reason)
        .param("ends", ends ? 1 : 0)
        .param("id", id.value())
        .update();
  }

  void update(Account account) {
    jdbc.sql(
            "update account set display_name = :name, mail = :mail, phone = :phone,"
                + " language = :language, ssh_keys = :keys where id = :id")
        .param("name", account.displayName())
        .param("mail", account.mail())
        .param("phone", account.phone())
        .param("language", account.language())
        .param("keys", account.sshKeys())
        .param("id", account.id().value())
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Account account(ResultSet rs) throws SQLException {
    return new Account(
        new AccountId(rs.getString("id")),
        rs.getString("login"),
        rs.getString("display_name"),
        rs.getString("mail"),
        rs.getString("phone"),
        Role.fromWire(rs.getString("role")),
        AccountStatus.fromWire(rs.getString("status")),
        rs.getString("status_reason"),
        rs.getString("language"),
        rs.getString("ssh_keys"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
