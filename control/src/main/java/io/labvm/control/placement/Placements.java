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
import io.labvm.control.outbox.DesktopSpecs;
import io.labvm.placement.Candidate;
import io.labvm.placement.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Chooses nodes for new desktops and reserves their room. */
@Component
public final class Placements {
  /** Any number; the same in every copy of this application. */
  private static final long LOCK = 0x6c61_6276_6d01L;

  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final Candidates candidates;
  private final DesktopSpecs specs;

  Placements(
      JdbcClient database,
      TransactionOperations transactions,
      Candidates candidates,
      DesktopSpecs specs) {
    this.database = database;
    this.specs = specs;
    this.transactions = transactions;
    this.candidates = candidates;
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
            && candidates.without(wanted.desktop(), node.get()).stream()
                .anyMatch(
                    c -> c.node().equals(node.get()) && !candidates.hasRoom(c, wanted.limits()));
    if (full) {
      throw Failures.of(FailureCode.NO_CAPACITY, needs(wanted), null);
    }
  }

  /** Where the desktops of a node would go, one after another, as things are now. */
  public Trial without(NodeId node) {
    List<Candidate> others =
        candidates.all().stream().filter(c -> !c.node().equals(node.value())).toList();
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
      int gpus = candidates.wantedGpus(spec.desktop());
      Optional<Candidate> best = best(nodes, spec, gpus);
      best.filter(_ -> running)
          .ifPresent(
              chosen -> nodes.replaceAll(c -> c.equals(chosen) ? c.with(spec.limits(), gpus) : c));
      return best.map(chosen -> new NodeId(chosen.node()));
    }
  }

  private Candidate choose(DesktopSpec spec, Predicate<Candidate> suits, @Nullable NodeId wanted) {
    List<Candidate> usable = candidates.without(spec.desktop()).stream().filter(suits).toList();
    if (usable.isEmpty()) {
      throw Failures.of(
          FailureCode.NODE_UNAVAILABLE,
          wanted == null
              ? "no node takes desktops now"
              : "node " + wanted + " takes no desktops now",
          null);
    }
    return best(usable, spec, candidates.wantedGpus(spec.desktop()))
        .orElseThrow(() -> Failures.of(FailureCode.NO_CAPACITY, needs(spec), null));
  }

  private Optional<Candidate> best(List<Candidate> nodes, DesktopSpec spec, int gpus) {
    return nodes.stream()
        .filter(c -> candidates.hasRoom(c, spec.limits()))
        .min(candidates.bestFirst(spec.base(), gpus));
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
}
