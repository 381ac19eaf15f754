package io.labvm.ui.nodes;

import io.labvm.ui.nodes.NodeHistory.GpuPoint;
import io.labvm.ui.nodes.NodeHistory.Point;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of what nodes told of their use. */
@Component
class HistoryRows {
  private final JdbcClient jdbc;

  HistoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Means of each step of a range that ends now; steps of which nothing is known are missing. Rates
   * are from the last row of one step to that of the next: the newest step has hardly begun.
   */
  List<Point> points(String node, HistoryRange range, Instant from) {
    return jdbc.sql(
            """
            select mean.*, (received - lag(received) over earlier)
                / extract(epoch from told - lag(told) over earlier) as received_rate,
              (sent - lag(sent) over earlier)
                / extract(epoch from told - lag(told) over earlier) as sent_rate
            from node_use(:node, :kept, :step, :from, 'infinity') mean
            join (
              select date_bin(make_interval(secs => :step), at, 'epoch') as at, max(at) as told
              from node_history where node = :node and step = :kept and at >= :from group by 1) newest
            using (at)
            window earlier as (order by at) order by at
            """)
        .param("node", node)
        .param("kept", range.kept())
        .param("step", Math.toIntExact(range.step().toSeconds()))
        .param("from", from.atOffset(ZoneOffset.UTC))
        .query(HistoryRows::point)
        .list();
  }

  private static Point point(ResultSet rs, int number) throws SQLException {
    return new Point(
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getDouble("cpu"),
        number(rs, "memory"),
        number(rs, "disk"),
        rate(rs, "received_rate"),
        rate(rs, "sent_rate"),
        rs.getDouble("desktops"),
        gpus(rs));
  }

  private static @Nullable Double number(ResultSet rs, String column) throws SQLException {
    double value = rs.getDouble(column);
    return rs.wasNull() ? null : value;
  }

  /** Counters begin anew when a node starts. */
  private static @Nullable Double rate(ResultSet rs, String column) throws SQLException {
    Double rate = number(rs, column);
    return rate == null || rate < 0 ? null : rate;
  }

  private static List<GpuPoint> gpus(ResultSet rs) throws SQLException {
    Float[] memory = (Float[]) rs.getArray("gpu_memory").getArray();
    Float[] use = (Float[]) rs.getArray("gpu_use").getArray();
    Float[] celsius = (Float[]) rs.getArray("gpu_celsius").getArray();
    Float[] watts = (Float[]) rs.getArray("gpu_watts").getArray();
    List<GpuPoint> gpus = new ArrayList<>();
    for (int i = 0; i < memory.length; i++) {
      gpus.add(new GpuPoint(at(use, i), at(memory, i), at(celsius, i), at(watts, i)));
    }
    return gpus;
  }

  private static @Nullable Double at(Float[] values, int i) {
    Float value = values[i];
    return value == null ? null : (double) value;
  }
}
