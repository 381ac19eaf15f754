package io.labvm.ui.nodes;

import io.labvm.ui.nodes.NodeHistory.GpuPoint;
import io.labvm.ui.nodes.NodeHistory.Point;
import java.sql.Array;
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

  /** Means of each step of a range that ends now; steps of which nothing is known are missing. */
  List<Point> points(String node, HistoryRange range, Instant from) {
    return jdbc.sql(
            """
            with bins as (
              select *, date_bin(make_interval(secs => :step), at, 'epoch') as starts
              from node_history where node = :node and step = :kept and at >= :from),
            gpus as (
              select starts, array_agg(use order by i) as use, array_agg(memory order by i) as memory,
                array_agg(celsius order by i) as celsius, array_agg(watts order by i) as watts
              from (
                select starts, i, avg(gpu_use[i])::real as use, avg(gpu_memory[i])::real as memory,
                  avg(gpu_celsius[i])::real as celsius, avg(gpu_watts[i])::real as watts
                from bins, generate_subscripts(gpu_memory, 1) i group by starts, i) each
              group by starts),
            means as (
              select starts, avg(cpu) as cpu, avg(memory) as memory, avg(disk) as disk,
                max(received) as received, max(sent) as sent, avg(desktops) as desktops
              from bins group by starts)
            select m.starts, m.cpu, m.memory, m.disk, m.desktops, g.use, g.memory as gpu_memory,
              g.celsius, g.watts,
              (received - lag(received) over earlier)
                / extract(epoch from m.starts - lag(m.starts) over earlier) as received,
              (sent - lag(sent) over earlier)
                / extract(epoch from m.starts - lag(m.starts) over earlier) as sent
            from means m left join gpus g on g.starts = m.starts
            window earlier as (order by m.starts) order by m.starts
            """)
        .param("node", node)
        .param("kept", range.kept())
        .param("step", range.step().toSeconds())
        .param("from", from.atOffset(ZoneOffset.UTC))
        .query(HistoryRows::point)
        .list();
  }

  private static Point point(ResultSet rs, int number) throws SQLException {
    return new Point(
        rs.getObject("starts", OffsetDateTime.class).toInstant(),
        rs.getDouble("cpu"),
        number(rs, "memory"),
        number(rs, "disk"),
        rate(rs, "received"),
        rate(rs, "sent"),
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
    Array known = rs.getArray("gpu_memory");
    if (known == null) {
      return List.of();
    }
    Float[] memory = (Float[]) known.getArray();
    Float[] use = (Float[]) rs.getArray("use").getArray();
    Float[] celsius = (Float[]) rs.getArray("celsius").getArray();
    Float[] watts = (Float[]) rs.getArray("watts").getArray();
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
