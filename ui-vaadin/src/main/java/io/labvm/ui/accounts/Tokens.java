package io.labvm.ui.accounts;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bearer tokens of the API: 256 random bits, kept as SHA-256. The token in the admin token file is
 * good for the account {@code admin} as long as the file stands.
 */
@Component
public class Tokens {
  private static final int LONGEST = 512;

  private final JdbcClient jdbc;
  private final AccountRows accounts;
  private final PortalProperties properties;
  private final Clock clock;

  Tokens(JdbcClient jdbc, AccountRows accounts, PortalProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.properties = properties;
    this.clock = clock;
  }

  /** A new token and the time of its end. */
  public record Issued(String token, Instant expiresAt) {
    /** Leaves out the token: records are printed into logs. */
    @Override
    public String toString() {
      return "Issued[expiresAt=" + expiresAt + "]";
    }
  }

  /**
   * Makes a token for an account that has just proven itself.
   *
   * @throws ProblemException BAD_CREDENTIALS when they changed in the meantime
   */
  public Issued issue(Proven proven) {
    String token = RandomTokens.next();
    Instant end = clock.instant().plus(properties.throttle().tokenLife());
    // The lock orders this before or after a change of password, which revokes what there is.
    int made =
        jdbc.sql(
                """
                insert into api_token (sha256, account, created_at, expires_at)
                select :sha256, id, :now, :end from account
                where id = :account and version = :version for share""")
            .param("sha256", RandomTokens.sha256(token))
            .param("now", utc(clock.instant()))
            .param("end", utc(end))
            .param("account", proven.account().value())
            .param("version", proven.version())
            .update();
    if (made == 0) {
      throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "Login or password is wrong.");
    }
    return new Issued(token, end);
  }

  /** The usable account of a valid token; empty for anything else. */
  public Optional<Account> authenticate(String token) {
    if (token.isEmpty() || token.length() > LONGEST) {
      return Optional.empty();
    }
    return holder(token).filter(account -> account.status().usable());
  }

  private Optional<Account> holder(String token) {
    if (adminToken(token)) {
      return accounts.credentials(BuiltInAdmin.LOGIN).map(AccountRows.Credentials::account);
    }
    return jdbc.sql(
            "select account from api_token where sha256 = ? and expires_at > ? and revoked_at is"
                + " null")
        .params(RandomTokens.sha256(token), utc(clock.instant()))
        .query(String.class)
        .optional()
        .flatMap(id -> accounts.find(new AccountId(id)));
  }

  /**
   * Ends a token now; an unknown one, or the admin token file's, is left alone.
   *
   * @return whether one ended
   */
  public boolean revoke(String token) {
    return jdbc.sql("update api_token set revoked_at = ? where sha256 = ? and revoked_at is null")
            .params(utc(clock.instant()), RandomTokens.sha256(token))
            .update()
        > 0;
  }

  void revokeAll(AccountId account) {
    jdbc.sql("update api_token set revoked_at = ? where account = ? and revoked_at is null")
        .params(utc(clock.instant()), account.value())
        .update();
  }

  void removeOld() {
    jdbc.sql("delete from api_token where expires_at < ?").param(utc(clock.instant())).update();
  }

  /** The file is read each time: it is small, and replacing it must end the old token. */
  private boolean adminToken(String token) {
    Path file = properties.adminTokenFile();
    try {
      String expected = Files.exists(file) ? Files.readString(file).strip() : "";
      return !expected.isEmpty() && constantTimeEquals(expected, token);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Compares secrets without telling by time how much of them agrees. */
  public static boolean constantTimeEquals(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
