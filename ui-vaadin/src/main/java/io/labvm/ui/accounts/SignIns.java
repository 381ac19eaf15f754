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
 * are used; then the sign-in ends, and with it each session made from it. It ends as well at
 * sign-out, with a new password, when the account is frozen or denied, and by time.
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

    /**
     * The ticket after this one. Who holds this one and asks again, because an answer was lost or
     * in another tab, gets the same; the salt in the database makes it for nobody else.
     */
    private Ticket next(String salt) {
      return new Ticket(id, RandomTokens.sha256(token + "." + salt));
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
   * @param next what the browser keeps from now on
   */
  public record Returned(Account account, int version, Stay stay, Ticket next) {}

  private record Row(
      AccountId account,
      int version,
      Stay stay,
      String token,
      @Nullable String previous,
      String salt,
      Instant rotatedAt,
      boolean answered) {}

  /** Begins a sign-in of an account that has just proven itself. */
  public Ticket begin(Proven proven, Stay stay) {
    Ticket ticket = new Ticket(RandomTokens.next(), RandomTokens.next());
    Instant now = clock.instant();
    jdbc.sql(
            """
            insert into sign_in (id, account, version, kept, token_sha256, rotated_at, created_at,
              expires_at)
            values (:id, :account, :version, :kept, :token, :now, :now, :end)""")
        .param("id", ticket.id())
        .param("account", proven.account().value())
        .param("version", proven.version())
        .param("kept", stay == Stay.KEPT)
        .param("token", RandomTokens.sha256(ticket.token()))
        .param("now", utc(now))
        .param("end", utc(now.plus(length(stay))))
        .update();
    return ticket;
  }

  /** How long a sign-in lasts: from its last use on, or when kept from its beginning. */
  public Duration length(Stay stay) {
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
    if (!newest && !isPreviousStillGood(row, hash)) {
      end(ticket.id());
      audit.record(row.account().value(), "sign-in-reused", "", address);
      return Optional.empty();
    }
    return accounts
        .find(row.account(), row.version())
        .filter(a -> a.status().usable())
        .map(a -> returned(a, row, newest ? renew(ticket) : ticket.next(row.salt()), address));
  }

  private Returned returned(Account account, Row row, Ticket next, String address) {
    audit.record(account.id().value(), "sign-in-returned", "", address);
    return new Returned(account, row.version(), row.stay(), next);
  }

  /** Whether a session made from this sign-in may go on. */
  public boolean stands(String id, AccountId account, int version) {
    return accounts.find(account, version).filter(a -> a.status().usable()).isPresent()
        && jdbc.sql(
                "select exists (select 1 from sign_in"
                    + " where id = ? and account = ? and expires_at > ?)")
            .params(id, account.value(), utc(clock.instant()))
            .query(Boolean.class)
            .single();
  }

  /**
   * Other tabs send it within moments, and a browser that never got the answer sends it whenever it
   * comes back; then nobody has used a session made by that answer either.
   */
  private boolean isPreviousStillGood(Row row, String hash) {
    boolean soon = row.rotatedAt().plus(TOGETHER).isAfter(clock.instant());
    return row.previous() != null
        && Tokens.constantTimeEquals(row.previous(), hash)
        && (soon || !row.answered());
  }

  private @Nullable Row find(String id) {
    return jdbc.sql(
            """
            select account, version, kept, token_sha256, previous_sha256, salt, rotated_at, answered
            from sign_in where id = ? and expires_at > ? for update""")
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
        rs.getString("salt"),
        rs.getObject("rotated_at", OffsetDateTime.class).toInstant(),
        rs.getBoolean("answered"));
  }

  private Ticket renew(Ticket used) {
    String salt = RandomTokens.next();
    Ticket next = used.next(salt);
    jdbc.sql(
            """
            update sign_in set previous_sha256 = token_sha256, token_sha256 = ?, salt = ?,
              rotated_at = ?, answered = false where id = ?""")
        .params(RandomTokens.sha256(next.token()), salt, utc(clock.instant()), next.id())
        .update();
    prolong(next.id());
    return next;
  }

  /** A session made from it is in use: the browser has got its newest token. */
  public void used(String id) {
    jdbc.sql("update sign_in set answered = true where id = ? and not answered").param(id).update();
    prolong(id);
  }

  /** Moves the end of a sign-in that lasts while it is used. */
  private void prolong(String id) {
    jdbc.sql("update sign_in set expires_at = ? where id = ? and not kept")
        .params(utc(clock.instant().plus(life.idle())), id)
        .update();
  }

  /** Ends a sign-in; nothing happens when there is none. */
  public void end(String id) {
    jdbc.sql("delete from sign_in where id = ?").param(id).update();
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
