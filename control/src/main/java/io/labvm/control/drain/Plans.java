package io.labvm.control.drain;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.drain.PlannedMove;
import io.labvm.contract.drain.PlannedMove.Blocker;
import io.labvm.contract.node.NodeId;
import io.labvm.control.outbox.DesktopSpecs;
import io.labvm.control.placement.Placements;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What drains would do: nothing is changed by looking. */
@Component
class Plans {
  private final JdbcClient database;
  private final DesktopSpecs specs;
  private final Placements placements;

  Plans(JdbcClient database, DesktopSpecs specs, Placements placements) {
    this.database = database;
    this.specs = specs;
    this.placements = placements;
  }

  private record Here(
      DesktopId desktop, DesktopPhase state, boolean busy, @Nullable Long pauseMillis) {}

  List<PlannedMove> of(NodeId node) {
    Placements.Trial trial = placements.without(node);
    return here(node).stream().map(each -> move(each, trial)).toList();
  }

  private PlannedMove move(Here here, Placements.Trial trial) {
    boolean running = here.state() != DesktopPhase.STOPPED;
    Long pause = running ? here.pauseMillis() : Long.valueOf(0);
    if (!here.busy() && !DesktopPhase.MOVABLE.contains(here.state())) {
      return new PlannedMove(here.desktop(), null, running, pause, Blocker.NOT_MOVABLE);
    }
    NodeId target = trial.take(specs.of(here.desktop()), running).orElse(null);
    Blocker blocker = here.busy() ? Blocker.BUSY : target == null ? Blocker.NO_ROOM : null;
    return new PlannedMove(here.desktop(), target, running, pause, blocker);
  }

  /**
   * The pause is the mean of the desktop's own last switches, or else of all of the last 30 days.
   */
  private List<Here> here(NodeId node) {
    return database
        .sql(
            """
            select d.id, d.state,
              exists (select 1 from operation o where o.desktop = d.id and o.ended_at is null),
              coalesce(
                (select avg(p.pause) from (select (o.result #>> '{moved,unreachableMillis}')::bigint
                   as pause from operation o where o.desktop = d.id and o.kind = 'switch'
                   and o.state = 'succeeded'
                   and (o.result #>> '{moved,unreachableMillis}')::bigint > 0
                   order by o.created_at desc limit 3) p),
                (select avg((o.result #>> '{moved,unreachableMillis}')::bigint) from operation o
                   where o.kind = 'switch' and o.state = 'succeeded'
                   and (o.result #>> '{moved,unreachableMillis}')::bigint > 0
                   and o.created_at > now() - interval '30 days'))::bigint
            from desktop d where d.deleted_at is null and %s order by d.id
            """
                .formatted(DrainRows.OF_NODE))
        .param("node", node.value())
        .query(
            (r, _) ->
                new Here(
                    new DesktopId(r.getString(1)),
                    DesktopPhase.fromWire(r.getString(2)),
                    r.getBoolean(3),
                    r.getObject(4, Long.class)))
        .list();
  }
}
