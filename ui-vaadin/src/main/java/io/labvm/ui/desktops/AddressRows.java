package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives every desktop its public ports and its private address, for life.
 *
 * <p>Allocations take turns by a lock of the transaction, so that the lowest free one is never
 * given twice; the unique constraints stand behind that. A port given back rests for 30 days, so
 * that an old link never reaches a new owner.
 */
@Component
class AddressRows {
  private static final Duration REST = Duration.ofDays(30);

  /** Any number: the name of the lock. */
  private static final long LOCK = 0x6c61_6276_6d01L;

  private final JdbcClient jdbc;
  private final PortalProperties properties;
  private final Clock clock;

  AddressRows(JdbcClient jdbc, PortalProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** Held until the transaction ends; call it before the first allocation. */
  void takeTurn() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((_, _) -> 0).single();
    jdbc.sql("delete from address where released_at < ?")
        .param(clock.instant().minus(REST).atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * A free private address: the one after the highest, which is found at once, or a gap when the
   * subnet's end is reached. The first of the subnet is its gateway.
   *
   * @throws ProblemException NO_CAPACITY when none is left
   */
  String freeIp() {
    return query(
            """
            with net as (
              select set_masklen(network(cast(:net as inet)), 32) as low,
                set_masklen(broadcast(cast(:net as inet)), 32) as high),
            highest as (
              select max(d.ip) as ip from desktop d, net where d.ip > low and d.ip < high)
            select host(coalesce(ip, low + 1) + 1) from highest, net
            where coalesce(ip, low + 1) + 1 < high""")
        .or(
            () ->
                query(
                    """
                    select host(network(cast(:net as inet)) + n)
                    from generate_series(2, broadcast(cast(:net as inet))
                      - network(cast(:net as inet)) - 1) n
                    where not exists (select 1 from desktop d
                      where d.ip = set_masklen(network(cast(:net as inet)) + n, 32))
                    limit 1"""))
        .orElseThrow(() -> full("private address"));
  }

  private Optional<String> query(String sql) {
    return jdbc.sql(sql).param("net", properties.desktopSubnet()).query(String.class).optional();
  }

  /** Gives a desktop the lowest free VNC port. */
  void giveVnc(DesktopId desktop) {
    give("vnc", desktop, properties.vncPorts().first(), properties.vncPorts().count());
  }

  /** Gives a desktop the lowest free SSH port. */
  void giveSsh(DesktopId desktop) {
    give("ssh", desktop, properties.sshPorts().first(), properties.sshPorts().count());
  }

  private void give(String kind, DesktopId desktop, int first, int count) {
    int given =
        jdbc.sql(
                """
                insert into address (kind, port, desktop)
                select :kind, p, :desktop from generate_series(:first, :last) p
                where not exists (select 1 from address a where a.kind = :kind and a.port = p)
                order by p limit 1""")
            .param("kind", kind)
            .param("desktop", desktop.value())
            .param("first", first)
            .param("last", first + count - 1)
            .update();
    if (given == 0) {
      throw full(kind + " port");
    }
  }

  private static ProblemException full(String what) {
    return ProblemException.of(
        ProblemCode.NO_CAPACITY, "No free " + what + " is left. Ask an admin.");
  }
}
