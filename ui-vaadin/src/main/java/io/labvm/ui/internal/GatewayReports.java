package io.labvm.ui.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the gateways last said, every ten seconds; a gateway silent for long is forgotten. */
@Component
class GatewayReports {
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST_PROBLEMS = 100;

  private final JdbcClient jdbc;
  private final Clock clock;

  GatewayReports(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The newest report of one gateway. */
  record GatewayReport(String id, int listening, List<String> problems, Instant at) {}

  void keep(String id, List<Integer> listening, List<String> problems) {
    jdbc.sql(
            """
            insert into gateway_report (id, listening, problems, reported_at)
            values (:id, :listening, :problems, :at)
            on conflict (id) do update set listening = excluded.listening,
              problems = excluded.problems, reported_at = excluded.reported_at""")
        .param("id", id.length() > 100 ? id.substring(0, 100) : id)
        .param("listening", listening.toArray(Integer[]::new))
        .param("problems", problems.stream().limit(MOST_PROBLEMS).toArray(String[]::new))
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  List<GatewayReport> newest() {
    return jdbc.sql("select * from gateway_report where reported_at > ? order by id")
        .param(clock.instant().minus(FORGOTTEN).atOffset(ZoneOffset.UTC))
        .query(GatewayReports::report)
        .list();
  }

  private static GatewayReport report(ResultSet rs, int number) throws SQLException {
    Object[] listening = (Object[]) rs.getArray("listening").getArray();
    return new GatewayReport(
        rs.getString("id"),
        listening.length,
        Arrays.asList((String[]) rs.getArray("problems").getArray()),
        rs.getObject("reported_at", OffsetDateTime.class).toInstant());
  }
}
