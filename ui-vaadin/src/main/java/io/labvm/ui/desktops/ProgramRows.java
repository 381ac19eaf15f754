package io.labvm.ui.desktops;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What nodes tell of the programs of their desktops. */
@Component
class ProgramRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  ProgramRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Empty when the node has told nothing of this life of the desktop. */
  Optional<ProgramsView> of(DesktopId desktop) {
    return jdbc.sql(
            """
            select told from desktop d join node n on n.id = d.node,
              jsonb_array_elements(n.metrics -> 'desktops') told
            where d.id = ? and d.state <> 'node-lost' and told ->> 'desktop' = d.id
              and (told ->> 'epoch')::bigint = d.assigned_epoch
              and jsonb_typeof(told -> 'programs') = 'object'
            limit 1""")
        .param(desktop.value())
        .query((rs, _) -> view(json.readValue(rs.getString(1), DesktopMetrics.class)))
        .optional();
  }

  private static ProgramsView view(DesktopMetrics told) {
    var programs = requireNonNull(told.programs());
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
}
