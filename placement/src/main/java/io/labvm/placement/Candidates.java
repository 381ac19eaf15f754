package io.labvm.placement;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.store.BaseId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The nodes that take desktops now, as the database knows them.
 *
 * <p>What counts is promised, not used: the limits of every desktop that is assigned to the node
 * and meant to run. So the answer does not depend on what its members do at the moment.
 */
public final class Candidates {
  private static final String NONE = "";

  private final JdbcClient database;
  private final PlacementProperties properties;

  public Candidates(JdbcClient database, PlacementProperties properties) {
    this.database = database;
    this.properties = properties;
  }

  /** Those that take desktops. */
  public List<Candidate> all() {
    return read(NONE, NONE);
  }

  /** Those that take desktops, without what they promise to one. */
  public List<Candidate> without(DesktopId desktop) {
    return read(desktop.value(), NONE);
  }

  /** The same, and a node that counts also while it takes no desktops. */
  public List<Candidate> without(DesktopId desktop, String held) {
    return read(desktop.value(), held);
  }

  /** The node that fits a desktop best is the first. */
  public Comparator<Candidate> bestFirst(BaseId base, int gpus) {
    return Candidate.fit(base, gpus, properties.cpuOvercommit(), properties.memoryOvercommit());
  }

  public boolean hasRoom(Candidate candidate, Limits limits) {
    return candidate.hasRoomFor(limits, properties.cpuOvercommit(), properties.memoryOvercommit());
  }

  /** How many GPUs of its own a desktop asked for, 0 for none. */
  public int wantedGpus(DesktopId desktop) {
    return database
        .sql("select coalesce(gpus, 0) from desktop where id = ?")
        .param(desktop.value())
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  private List<Candidate> read(String desktop, String held) {
    var within = properties.within();
    return database
        .sql(
            """
            select n.id, (n.metrics ->> 'cpus')::double precision,
              (n.metrics ->> 'memoryTotalBytes')::bigint,
              coalesce(sum(d.milli_cpus), 0), coalesce(sum(d.memory_bytes), 0),
              coalesce((n.metrics ->> 'diskFreeBytes')::bigint, :unknown), n.gpu_mode = 'shared',
              coalesce(jsonb_array_length(n.metrics -> 'gpus'), 0),
              (select count(*) from gpu_lease l where l.node = n.id and l.desktop <> :desktop)
                + (select count(*) from gpu_wait w where w.node = n.id and w.desktop <> :desktop),
              array(select distinct b.base from desktop b where b.node = n.id)
            from node n left join desktop d on d.deleted_at is null and d.wanted = 'running'
              and d.id <> :desktop and (d.assigned_node = n.id
                or d.target_node = n.id and exists (select 1 from operation o
                  where o.id = d.target_operation and o.ended_at is null))
            where n.left_at is null and n.metrics is not null
              and (n.id = :held or n.schedulable
                and n.beacon_at > now() - make_interval(secs => :within)
                and n.metrics_at > now() - make_interval(secs => :within)
                and n.agent_age_ms < :millis)
            group by n.id
            """)
        .param("desktop", desktop)
        .param("unknown", Long.MAX_VALUE)
        .param("held", held)
        .param("within", within.toMillis() / 1000.0)
        .param("millis", within.toMillis())
        .query(
            (r, _) ->
                new Candidate(
                    r.getString(1),
                    r.getDouble(2),
                    r.getLong(3),
                    r.getLong(4),
                    r.getLong(5),
                    r.getLong(6),
                    free(r.getBoolean(7), r.getInt(8), r.getInt(9)),
                    r.getInt(8) > 0,
                    Set.of((String[]) r.getArray(10).getArray())))
        .list();
  }

  /** A shared node gives all of its GPUs to everybody; else those that nobody has or waits for. */
  private static int free(boolean shared, int gpus, int taken) {
    if (shared) {
      return gpus > 0 ? Integer.MAX_VALUE : 0;
    }
    return Math.max(0, gpus - taken);
  }
}
