package io.labvm.ui.accounts;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.audit.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sign-ins that outlive the portal's process: each browser holds an id and a token, the database
 * the token's SHA-256. Every use replaces the token, so that a stolen copy shows itself when both
 * are used; then the sign-in ends. It ends as well at sign-out, with a new password, when the
 * account is frozen or denied, and by time.
 */
@Component
public class SignIns {
  /** Tabs that come back together send the same token; the later ones are taken within this. */
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  private static final int LONGEST = 200;

  private final JdbcClient jdbc;
  private final AccountRows accounts;
  private final PortalProperties.SignInLife life;
  private final Audit audit;
  private final Clock clock;

  SignIns(
      JdbcClient jdbc,
      AccountRows accounts,
      PortalProperties properties,
      Audit audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.life = properties.signIn();
    this.audit = audit;
    this.clock = clock;
  }

  /** What the browser keeps: id and token. */
  public record Ticket(String id, String token) {
    /** Reads what {@link #text} wrote; empty for anything else. */
    public static Optional<Ticket> parse(String text) {
      int dot = text.indexOf('.');
      return dot < 1 || text.length() > LONGEST || text.indexOf(0) >= 0
          ? Optional.empty()
          : Optional.of(new Ticket(text.substring(0, dot), text.substring(dot + 1)));
    }

    /** The form that a cookie can hold. */
    public String text() {
      return id + "." + token;
    }

    /** Leaves out the token: records are printed into logs. */
    @Override
    public String toString() {
      return "Ticket[" + id + "]";
    }
  }

  /**
   * Somebody who came back.
   *
   * @param version of the account's credentials
   * @param next what the browser keeps from now on; null when another tab has it already
   */
  public record Returned(Account account, int version, Stay stay, @Nullable Ticket next) {}

  private record Row(
      AccountId account,
      int version,
      Stay stay,
      String token,
      @Nullable String previous,
      Instant rotatedAt) {}

  /** Begins a sign-in of an account that has just proven itself. */
  public Ticket begin(AccountId account, Stay stay) {
    Ticket ticket = new Ticket(RandomTokens.next(), RandomTokens.next());
    Instant now = clock.instant();
    jdbc.sql(
            """
            insert into sign_in (id, account, version, kept, token_sha256, rotated_at, created_at,
              expires_at)
            values (:id, :account, :version, :kept, :token, :now, :now, :end)""")
        .param("id", ticket.id())
        .param("account", account.value())
        .param("version", accounts.version(account))
        .param("kept", stay == Stay.KEPT)
        .param("token", RandomTokens.sha256(ticket.token()))
        .param("now", utc(now))
        .param("end", utc(now.plus(length(stay))))
        .update();
    return ticket;
  }

  private Duration length(Stay stay) {
    return switch (stay) {
      case WHILE_USED -> life.idle();
      case KEPT -> life.kept();
    };
  }

  /** Lets the browser of this ticket in again; empty when the sign-in has ended or never was. */
  @Transactional
  public Optional<Returned> comeBack(Ticket ticket, String address) {
    Row row = find(ticket.id());
    if (row == null) {
      return Optional.empty();
    }
    String hash = RandomTokens.sha256(ticket.token());
    boolean newest = Tokens.constantTimeEquals(row.token(), hash);
    if (!newest && !sentTogether(row, hash)) {
      end(ticket);
      audit.record(row.account().value(), "sign-in-reused", "", address);
      return Optional.empty();
    }
    return accounts
        .find(row.account(), row.version())
        .map(a -> new Returned(a, row.version(), row.stay(), newest ? renew(ticket.id()) : null));
  }

  private boolean sentTogether(Row row, String hash) {
    return row.previous() != null
        && Tokens.constantTimeEquals(row.previous(), hash)
        && row.rotatedAt().plus(TOGETHER).isAfter(clock.instant());
  }

  private @Nullable Row find(String id) {
    return jdbc.sql(
            """
            select account, version, kept, token_sha256, previous_sha256, rotated_at from sign_in
            where id = ? and expires_at > ? for update""")
        .params(id, utc(clock.instant()))
        .query((rs, _) -> row(rs))
        .optional()
        .orElse(null);
  }

  private static Row row(ResultSet rs) throws SQLException {
    return new Row(
        new AccountId(rs.getString("account")),
        rs.getInt("version"),
        rs.getBoolean("kept") ? Stay.KEPT : Stay.WHILE_USED,
        rs.getString("token_sha256"),
        rs.getString("previous_sha256"),
        rs.getObject("rotated_at", OffsetDateTime.class).toInstant());
  }

  private Ticket renew(String id) {
    Ticket ticket = new Ticket(id, RandomTokens.next());
    jdbc.sql(
            """
            update sign_in set previous_sha256 = token_sha256, token_sha256 = ?, rotated_at = ?
            where id = ?""")
        .params(RandomTokens.sha256(ticket.token()), utc(clock.instant()), id)
        .update();
    used(ticket);
    return ticket;
  }

  /** Moves the end of a sign-in that lasts while it is used. */
  public void used(Ticket ticket) {
    jdbc.sql("update sign_in set expires_at = ? where id = ? and not kept")
        .params(utc(clock.instant().plus(life.idle())), ticket.id())
        .update();
  }

  /** Ends a sign-in; nothing happens when there is none. */
  public void end(Ticket ticket) {
    jdbc.sql("delete from sign_in where id = ?").param(ticket.id()).update();
  }

  void endAll(AccountId account) {
    jdbc.sql("delete from sign_in where account = ?").param(account.value()).update();
  }

  void removeOld() {
    jdbc.sql("delete from sign_in where expires_at < ?").param(utc(clock.instant())).update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
