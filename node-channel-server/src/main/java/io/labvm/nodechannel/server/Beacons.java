package io.labvm.nodechannel.server;

import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.BeaconReply;
import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.DesktopVerdict;
import io.labvm.nodechannel.HeldDesktop;
import io.labvm.nodechannel.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Stores beacons and says, in the same transaction, what is to happen with each desktop. */
final class Beacons {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final String receiver;
  private final Duration lease;

  Beacons(
      JdbcClient database, TransactionOperations transactions, String receiver, Duration lease) {
    this.database = database;
    this.transactions = transactions;
    this.receiver = receiver;
    this.lease = lease;
  }

  BeaconReply receive(Caller caller, Beacon beacon) {
    if (!beacon.node().equals(caller.node())) {
      throw Refusal.forbidden("a beacon of another node");
    }
    var reply =
        transactions.execute(
            _ -> {
              NodeRows.admit(database, caller);
              store(beacon);
              return answer(beacon);
            });
    if (reply == null) {
      throw new IllegalStateException("a beacon without a reply");
    }
    return reply;
  }

  /** A beacon that was overtaken by a later one of the same boot changes nothing. */
  private void store(Beacon beacon) {
    var age = beacon.agentAgeMillis();
    database
        .sql(
            """
            update node
            set beacon_at = clock_timestamp(), beacon_by = :by, beacon = :beacon::jsonb,
              agent_age_ms = :age, lease_ms = :lease
            where id = :node
              and (beacon is null or beacon ->> 'bootId' <> :boot
                or (beacon ->> 'sentAtBoot')::bigint <= :sent)
            """)
        .param("by", receiver)
        .param("beacon", new String(ChannelJson.write(beacon), StandardCharsets.UTF_8))
        .param("age", age < 0 ? null : age)
        .param("lease", lease.toMillis())
        .param("node", beacon.node())
        .param("boot", beacon.bootId())
        .param("sent", beacon.sentAtBoot())
        .update();
  }

  private BeaconReply answer(Beacon beacon) {
    var holders = holders(beacon);
    return new BeaconReply(
        beacon.desktops().stream()
            .map(held -> verdict(beacon.node(), held, holders.get(held.desktop())))
            .toList());
  }

  private Map<String, Holder> holders(Beacon beacon) {
    var ids = beacon.desktops().stream().map(HeldDesktop::desktop).distinct().toList();
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database
        .sql(
            """
            select id, assigned_node, assigned_epoch, deleted_at is not null as deleted
            from desktop where id in (:ids)
            """)
        .param("ids", ids)
        .query(
            (row, _) ->
                Map.entry(
                    row.getString("id"),
                    new Holder(
                        row.getString("assigned_node"),
                        row.getLong("assigned_epoch"),
                        row.getBoolean("deleted"))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private DesktopVerdict verdict(String node, HeldDesktop held, @Nullable Holder holder) {
    var verdict = holder == null ? Verdict.RUN : holder.verdict(node, held.epoch());
    var millis = verdict == Verdict.RUN ? lease.toMillis() : 0;
    return new DesktopVerdict(held.desktop(), verdict, held.epoch(), millis);
  }

  /**
   * Who holds a desktop, as this database knows it.
   *
   * @param node null when nobody is assigned, as between a stop and the next start
   */
  record Holder(@Nullable String node, long epoch, boolean deleted) {
    /**
     * Kill when the desktop is deleted, or held at a newer epoch, or elsewhere at this one. A node
     * that knows a newer epoch than this database shows that the <em>database</em> is old (restored
     * from a backup, say), as does a desktop without a row: never a reason to kill.
     */
    Verdict verdict(String caller, long heldEpoch) {
      if (heldEpoch > epoch) {
        return Verdict.RUN;
      }
      var elsewhere = node != null && !node.equals(caller);
      return deleted || heldEpoch < epoch || elsewhere ? Verdict.KILL : Verdict.RUN;
    }
  }
}
