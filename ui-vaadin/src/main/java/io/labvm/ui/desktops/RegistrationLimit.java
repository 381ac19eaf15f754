package io.labvm.ui.desktops;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets only so many registrations an hour come from one address; refused ones do not count. */
@Component
class RegistrationLimit {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final PortalProperties.Throttle throttle;
  private final Clock clock;

  RegistrationLimit(
      JdbcClient jdbc, TransactionTemplate transaction, PortalProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.throttle = properties.throttle();
    this.clock = clock;
  }

  /**
   * Counts one registration, also one that fails later: each costs a password hash.
   *
   * @throws ProblemException TOO_MANY_REGISTRATIONS with the time until the next may come
   */
  void take(String address) {
    Duration wait = transaction.execute(_ -> count(address));
    if (wait != null && wait.isPositive()) {
      throw ProblemException.retryLater(
          ProblemCode.TOO_MANY_REGISTRATIONS,
          "Too many registrations came from your address. Try again later.",
          wait);
    }
  }

  private Duration count(String address) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 2))")
        .param(address)
        .query((_, _) -> 0)
        .single();
    Instant now = clock.instant();
    List<Instant> newest = newest(address, now.minus(throttle.registrationWindow()));
    if (newest.size() >= throttle.registrations()) {
      return Duration.between(now, newest.getLast().plus(throttle.registrationWindow()));
    }
    jdbc.sql("insert into registration_attempt (address, at) values (?, ?)")
        .params(address, utc(now))
        .update();
    return Duration.ZERO;
  }

  private List<Instant> newest(String address, Instant after) {
    return jdbc.sql(
            "select at from registration_attempt where address = ? and at > ?"
                + " order by at desc limit ?")
        .params(address, utc(after), throttle.registrations())
        .query((rs, _) -> rs.getObject(1, OffsetDateTime.class).toInstant())
        .list();
  }

  @Scheduled(initialDelayString = "PT20M", fixedDelayString = "PT1H")
  void removeOld() {
    jdbc.sql("delete from registration_attempt where at < ?")
        .param(utc(clock.instant().minus(throttle.registrationWindow())))
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
