package io.labvm.ui.accounts;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts wrong passwords per login and address; after too many the pair is locked for a while, then
 * counted anew.
 *
 * <p>A try is counted before the password is checked and forgiven when it was right, so that tries
 * sent at once cannot outrun the count.
 */
@Component
class Lockout {
  /** Failures older than this are forgotten, so that one typing error a day never locks. */
  private static final Duration MEMORY = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final PortalProperties.Throttle throttle;
  private final Clock clock;

  Lockout(
      JdbcClient jdbc, TransactionTemplate transaction, PortalProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.throttle = properties.throttle();
    this.clock = clock;
  }

  /** What is known of a pair. */
  private record Failures(int count, OffsetDateTime newest) {}

  /**
   * Counts a try.
   *
   * @throws ProblemException LOCKED_OUT while the pair is locked; such tries are not counted
   */
  void begin(String login, String address) {
    Duration wait =
        transaction.execute(
            _ -> {
              lock(login, address);
              return count(login, address);
            });
    if (wait != null && wait.isPositive()) {
      throw ProblemException.retryLater(
          ProblemCode.LOCKED_OUT, "Too many wrong passwords. Wait before the next try.", wait);
    }
  }

  private void lock(String login, String address) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
        .param(login + " " + address)
        .query((_, _) -> 0)
        .single();
  }

  private Duration count(String login, String address) {
    Instant now = clock.instant();
    Failures failures = failures(login, address, now);
    if (failures.count() >= throttle.signInFailures()) {
      Instant end = failures.newest().toInstant().plus(throttle.signInLock());
      if (end.isAfter(now)) {
        return Duration.between(now, end);
      }
      forgive(login, address);
    }
    jdbc.sql("insert into sign_in_failure (login, address, at) values (?, ?, ?)")
        .params(login, address, utc(now))
        .update();
    return Duration.ZERO;
  }

  private Failures failures(String login, String address, Instant now) {
    return jdbc.sql(
            "select count(*), coalesce(max(at), 'epoch') from sign_in_failure"
                + " where login = ? and address = ? and at > ?")
        .params(login, address, utc(now.minus(MEMORY)))
        .query((rs, _) -> new Failures(rs.getInt(1), rs.getObject(2, OffsetDateTime.class)))
        .single();
  }

  /** The password was right: earlier mistakes are forgotten. */
  void forgive(String login, String address) {
    jdbc.sql("delete from sign_in_failure where login = ? and address = ?")
        .params(login, address)
        .update();
  }

  void removeOld() {
    jdbc.sql("delete from sign_in_failure where at < ?")
        .param(utc(clock.instant().minus(MEMORY)))
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
