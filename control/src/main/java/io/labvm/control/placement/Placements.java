package io.labvm.control.placement;

import io.labvm.contract.control.ChooseTarget;
import io.labvm.contract.control.PlaceDesktop;
import io.labvm.contract.control.PromiseLimits;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.control.ControlProperties;
import io.labvm.control.outbox.DesktopSpecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Chooses nodes for new desktops and reserves their room.
 *
 * <p>What counts is promised, not used: the limits of every desktop that is assigned to the node
 * and meant to run. So the answer does not depend on what its members do at the moment.
 */
@Component
public final class Placements {
  /** Any number; the same in every copy of this application. */
  private static final long LOCK = 0x6c61_6276_6d01L;

  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final ControlProperties properties;
  private final DesktopSpecs specs;

  Placements(
      JdbcClient database,
      TransactionOperations transactions,
      ControlProperties properties,
      DesktopSpecs specs) {
    this.database = database;
    this.specs = specs;
    this.transactions = transactions;
    this.properties = properties;
  }

  /**
   * Places a desktop; the same operation asking again gets the same node.
   *
   * @throws io.temporal.failure.ApplicationFailure NO_CAPACITY, NODE_UNAVAILABLE, or WRONG_STATE
   *     when the desktop's row is gone
   */
  public NodeId place(PlaceDesktop request) {
    return Objects.requireNonNull(transactions.execute(_ -> placeAlone(request)));
  }

  /** One at a time: two choices at once would both see the same room. */
  private NodeId placeAlone(PlaceDesktop request) {
    lock();
    String desktop = request.spec().desktop().value();
    Optional<Row> row =
        database
            .sql(
                "select assigned_node, placement_operation from desktop"
                    + " where id = ? and deleted_at is null")
            .param(desktop)
            .query((r, _) -> new Row(r.getString(1), r.getString(2)))
            .optional();
    Row found =
        row.orElseThrow(() -> Failures.of(FailureCode.WRONG_STATE, "no desktop " + desktop, null));
    String operation = request.operation().value();
    if (found.node() != null && operation.equals(found.operation())) {
      return new NodeId(found.node());
    }
    NodeId wanted = request.spec().node();
    String node =
        choose(request.spec(), c -> wanted == null || c.node().equals(wanted.value()), wanted)
            .node();
    database
        .sql("update desktop set assigned_node = ?, placement_operation = ? where id = ?")
        .params(node, operation, desktop)
        .update();
    return new NodeId(node);
  }

  private void lock() {
    database.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((_, _) -> 0).list();
  }

  private record Row(@Nullable String node, @Nullable String operation) {}

  /**
   * A node for a desktop to move to. Its room is kept while the operation is in progress; the same
   * operation asking again chooses again.
   *
   * @throws io.temporal.failure.ApplicationFailure NO_CAPACITY, NODE_UNAVAILABLE
   */
  public NodeId target(ChooseTarget request) {
    return Objects.requireNonNull(transactions.execute(_ -> targetAlone(request)));
  }

  private NodeId targetAlone(ChooseTarget request) {
    lock();
    NodeId wanted = request.wanted();
    Predicate<Candidate> other =
        wanted == null
            ? c -> !c.node().equals(request.from().value())
            : c -> c.node().equals(wanted.value());
    String node = choose(request.spec(), other, wanted).node();
    OperationId operation = request.operation();
    if (operation != null) {
      database
          .sql("update desktop set target_node = ?, target_operation = ? where id = ?")
          .params(node, operation.value(), request.spec().desktop().value())
          .update();
    }
    return new NodeId(node);
  }

  /**
   * Promises a desktop other limits.
   *
   * @throws io.temporal.failure.ApplicationFailure NO_CAPACITY when it is to run and its node has
   *     no room for more; WRONG_STATE when its row is gone
   */
  public void promise(PromiseLimits request) {
    transactions.executeWithoutResult(_ -> promiseAlone(request));
  }

  private void promiseAlone(PromiseLimits request) {
    lock();
    DesktopSpec before = specs.of(request.desktop());
    Limits wanted = request.limits();
    if (!request.back() && grows(before.limits(), wanted)) {
      refuseWithoutRoom(before.with(wanted));
    }
    int rows =
        database
            .sql(
                "update desktop set milli_cpus = ?, memory_bytes = ?, pids = ?, shm_bytes = ?"
                    + " where id = ? and deleted_at is null")
            .params(
                wanted.milliCpus(),
                wanted.memoryBytes(),
                wanted.pids(),
                wanted.shmBytes(),
                request.desktop().value())
            .update();
    if (rows == 0) {
      throw Failures.of(FailureCode.WRONG_STATE, "no desktop " + request.desktop(), null);
    }
  }

  private static boolean grows(Limits before, Limits wanted) {
    return wanted.milliCpus() > before.milliCpus() || wanted.memoryBytes() > before.memoryBytes();
  }

  /** One that does not run takes no room; a node that tells nothing is not asked. */
  private void refuseWithoutRoom(DesktopSpec wanted) {
    String desktop = wanted.desktop().value();
    Optional<String> node =
        database
            .sql("select assigned_node from desktop where id = ? and wanted = 'running'")
            .param(desktop)
            .query((r, _) -> Optional.ofNullable(r.getString(1)))
            .optional()
            .flatMap(held -> held);
    boolean full =
        node.isPresent()
            && candidates(desktop, node.get()).stream()
                .anyMatch(c -> c.node().equals(node.get()) && !hasRoom(c, wanted));
    if (full) {
      throw Failures.of(FailureCode.NO_CAPACITY, needs(wanted), null);
    }
  }

  /** Where the desktops of a node would go, one after another, as things are now. */
  public Trial without(NodeId node) {
    List<Candidate> others =
        candidates("", "").stream().filter(c -> !c.node().equals(node.value())).toList();
    return new Trial(others);
  }

  /** Promises that nobody is given. */
  public final class Trial {
    private final List<Candidate> nodes;

    private Trial(List<Candidate> nodes) {
      this.nodes = new ArrayList<>(nodes);
    }

    /**
     * The node that would be chosen, empty when none has room.
     *
     * @param running whether it would take up room there
     */
    public Optional<NodeId> take(DesktopSpec spec, boolean running) {
      int gpus = wantedGpus(spec);
      Optional<Candidate> best = best(nodes, spec, gpus);
      best.filter(_ -> running)
          .ifPresent(
              chosen -> nodes.replaceAll(c -> c.equals(chosen) ? c.with(spec.limits(), gpus) : c));
      return best.map(chosen -> new NodeId(chosen.node()));
    }
  }

  private Candidate choose(DesktopSpec spec, Predicate<Candidate> suits, @Nullable NodeId wanted) {
    List<Candidate> usable = candidates(spec.desktop().value(), "").stream().filter(suits).toList();
    if (usable.isEmpty()) {
      throw Failures.of(
          FailureCode.NODE_UNAVAILABLE,
          wanted == null
              ? "no node takes desktops now"
              : "node " + wanted + " takes no desktops now",
          null);
    }
    return best(usable, spec, wantedGpus(spec))
        .orElseThrow(() -> Failures.of(FailureCode.NO_CAPACITY, needs(spec), null));
  }

  private Optional<Candidate> best(List<Candidate> nodes, DesktopSpec spec, int gpus) {
    return nodes.stream()
        .filter(c -> hasRoom(c, spec))
        .min(
            Candidate.fit(
                spec.base(), gpus, properties.cpuOvercommit(), properties.memoryOvercommit()));
  }

  private int wantedGpus(DesktopSpec spec) {
    return database
        .sql("select coalesce(gpus, 0) from desktop where id = ?")
        .param(spec.desktop().value())
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** Reaches the member's page as it is. */
  private static String needs(DesktopSpec spec) {
    double gibibytes = spec.limits().memoryBytes() / (double) (1L << 30);
    return String.format(
        Locale.ROOT,
        "%.1f GiB of memory, %.1f CPUs",
        gibibytes,
        spec.limits().milliCpus() / 1000.0);
  }

  private boolean hasRoom(Candidate candidate, DesktopSpec spec) {
    return candidate.hasRoomFor(
        spec.limits(), properties.cpuOvercommit(), properties.memoryOvercommit());
  }

  /**
   * Without what is promised to a desktop that is asked for.
   *
   * @param held a node that counts also while it takes no desktops; empty for none
   */
  private List<Candidate> candidates(String desktop, String held) {
    Duration within = properties.placeableWithin();
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
