package io.labvm.ui.audit;

import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the audit. Inside a transaction the line stands or falls with the mutation. */
@Component
public class Audit {
  private final JdbcClient jdbc;
  private final Clock clock;

  Audit(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Records what an account did.
   *
   * @param action stable kebab-case verb
   * @param target login or id of what it was done to; never a secret
   */
  public void record(Actor actor, String action, String target) {
    record(actor.actorId(), action, target, actor.address());
  }

  /** Records what somebody without an account, or the account of this id, did. */
  public void record(@Nullable String account, String action, String target, String address) {
    jdbc.sql(
            "insert into audit (at, account, action, target, address)"
                + " values (:at, :account, :action, :target, :address)")
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .param("account", account)
        .param("action", action)
        .param("target", target)
        .param("address", address)
        .update();
  }
}
