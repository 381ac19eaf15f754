package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import io.labvm.nodechannel.NodeMetrics.Shortage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What nodes tell of running desktops. */
@Component
class ToldRows {
  private static final RunCounts UNKNOWN =
      new RunCounts(null, null, null, null, null, null, null, null);

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ToldRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Told(DesktopMetrics desktop, Instant at) {}

  /** Empty when the node has told nothing of this life of the desktop. */
  private Optional<Told> told(DesktopId desktop) {
    return jdbc.sql(
            """
            select told, n.metrics_at from desktop d join node n on n.id = d.node,
              jsonb_array_elements(n.metrics -> 'desktops') told
            where d.id = ? and d.state <> 'node-lost' and told ->> 'desktop' = d.id
              and (told ->> 'epoch')::bigint = d.assigned_epoch
            limit 1\
            """)
        .param(desktop.value())
        .query(
            (rs, _) ->
                new Told(
                    json.readValue(rs.getString(1), DesktopMetrics.class),
                    rs.getObject(2, OffsetDateTime.class).toInstant()))
        .optional();
  }

  /** Its programs; empty also when they cannot be read. */
  Optional<ProgramsView> programs(DesktopId desktop) {
    return told(desktop)
        .flatMap(t -> Optional.ofNullable(t.desktop().programs()))
        .map(ToldRows::view);
  }

  private static ProgramsView view(RunningPrograms programs) {
    return new ProgramsView(
        Instant.ofEpochMilli(programs.readMillis()),
        programs.named().stream()
            .map(
                p ->
                    new ProgramsView.Program(
                        p.name(), p.processes(), Instant.ofEpochMilli(p.sinceMillis())))
            .toList(),
        programs.others());
  }

  /** The newest of a week, also of earlier runs and other nodes. */
  List<MemoryKillView> kills(DesktopId desktop) {
    return jdbc.sql(
            """
            select at, program, bytes, processes, by_limit from memory_kill
            where desktop = ? and at > now() - interval '7 days' order by at desc, id limit 10\
            """)
        .param(desktop.value())
        .query(
            (rs, _) ->
                new MemoryKillView(
                    rs.getObject(1, OffsetDateTime.class).toInstant(),
                    rs.getString(2),
                    rs.getObject(3, Long.class),
                    rs.getInt(4),
                    rs.getBoolean(5)))
        .list();
  }

  /** What it uses. */
  Optional<UseView> use(DesktopId desktop) {
    return told(desktop).map(told -> use(told.desktop(), told.at()));
  }

  private static UseView use(DesktopMetrics told, Instant at) {
    RunCounts counts = told.counts() == null ? UNKNOWN : told.counts();
    DiskUse io = counts.io();
    return new UseView(
        at,
        told.cpu(),
        told.memoryBytes() == 0 ? null : told.memoryBytes(),
        counts.memoryLimitBytes(),
        counts.filesInMemoryBytes(),
        counts.tasks(),
        counts.tasksLimit(),
        io == null ? null : io.readBytes(),
        io == null ? null : io.writtenBytes(),
        counts.memoryKills(),
        counts.upperBytes(),
        told.gpuProblem(),
        shortages(told.shortages()));
  }

  private static List<UseView.Shortage> shortages(@Nullable List<Shortage> told) {
    return told == null
        ? List.of()
        : told.stream()
            .map(s -> new UseView.Shortage(s.what(), s.used(), s.limit(), s.percent()))
            .toList();
  }
}
