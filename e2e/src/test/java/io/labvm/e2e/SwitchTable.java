package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hits processes while switches are held, each at its place.
 *
 * <p>One fault serves all places: a desktop for each is brought to its place, then the process is
 * hit, and while it is away all places are opened. Afterwards each desktop must run once, on source
 * or target as it is told, with all its files, and nothing may be left.
 */
final class SwitchTable implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** More would only wait for each other. */
  private static final int AT_ONCE = 3;

  private final Lab lab;
  private final List<String> nodes;
  private final Leftovers before;
  private final Processes processes;
  private final ChaosGroups groups;
  private final Inspection inspection;
  private final SwitchReport report;
  private final List<Member> members = new ArrayList<>();

  SwitchTable(Lab lab, SwitchReport report) {
    this.lab = lab;
    this.report = report;
    nodes = lab.nodes();
    before = Leftovers.of(lab);
    processes = new Processes(lab);
    groups = new ChaosGroups(DesktopShell.hash(lab.home()), nodes);
    inspection = new Inspection(lab, new ChaosWorld(lab, nodes), groups, this::owner, report::note);
  }

  private @Nullable Member owner(String desktop) {
    return members.stream().filter(m -> m.desktop().equals(desktop)).findFirst().orElse(null);
  }

  /** Fails when a desktop did not end as it must. */
  void hit(SwitchFault fault, List<SwitchPlace> places) {
    populate(places.size());
    String source = members.getFirst().node();
    String target = nodes.stream().filter(n -> !n.equals(source)).findFirst().orElseThrow();
    gather(source);
    List<HeldSwitch> held =
        together(
            IntStream.range(0, places.size()).boxed().toList(),
            i -> HeldSwitch.bring(members.get(i), places.get(i), target));
    Map<HeldSwitch, Duration> healthy = strike(fault, fault.victim().process(source, target), held);
    List<Violation> broken = inspection.broken();
    List<SwitchEnd> ends = held.stream().map(h -> h.end(healthy.get(h))).toList();
    report.add(fault, ends, broken);
    ends.stream().filter(end -> !end.wrong().isEmpty()).forEach(this::giveUp);
    assertThat(ends).flatExtracting(SwitchEnd::wrong).isEmpty();
    assertThat(broken).isEmpty();
    assertThat(groups.seen()).isEmpty();
  }

  private void populate(int wanted) {
    var born = new ArrayList<Member>();
    while (members.size() + born.size() < wanted) {
      born.add(lab.submit(members.isEmpty() ? nodes.getFirst() : members.getFirst().node()));
    }
    for (Member member : born) {
      var ignored = member.awaitOperation(member.registration(), "succeeded");
      Aftermath.write(member, "first");
    }
    members.addAll(born);
  }

  /** What did not come along last time comes now. */
  private void gather(String node) {
    var ignored =
        together(
            members.stream().filter(m -> !m.node().equals(node)).toList(),
            m -> m.operate("switch", Map.of("node", node)));
  }

  private Map<HeldSwitch, Duration> strike(
      SwitchFault fault, String process, List<HeldSwitch> held) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Instant from = Instant.now();
      Future<?> striking =
          executor.submit(() -> fault.strike(processes, process, lab.faults()::releaseAll));
      Map<HeldSwitch, Duration> healthy = watch(held, from);
      result(striking);
      return healthy;
    }
  }

  /** How long after the fault each was healthy; those that never were are missing. */
  private static Map<HeldSwitch, Duration> watch(List<HeldSwitch> held, Instant from) {
    var healthy = new LinkedHashMap<HeldSwitch, Duration>();
    while (healthy.size() < held.size() && Instant.now().isBefore(from.plus(PATIENCE))) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      held.stream()
          .filter(h -> !healthy.containsKey(h) && h.isHealthy())
          .forEach(h -> healthy.put(h, Duration.between(from, Instant.now())));
    }
    return healthy;
  }

  private <A, B> List<B> together(List<A> all, Function<A, B> work) {
    var room = new Semaphore(AT_ONCE);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return all.stream()
          .map(
              one ->
                  executor.submit(
                      () -> {
                        room.acquire();
                        try {
                          return work.apply(one);
                        } finally {
                          room.release();
                        }
                      }))
          .collect(Collectors.toList())
          .stream()
          .map(SwitchTable::result)
          .toList();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Another takes its place, so that the next fault finds healthy desktops only. */
  private void giveUp(SwitchEnd end) {
    Member member = end.of().member();
    members.remove(member);
    var ignored = member.api().post("/api/v1/desktops/" + member.desktop() + "/delete", null);
  }

  @Override
  public void close() throws IOException {
    lab.faults().releaseAll();
    groups.close();
    report.write();
    members.forEach(member -> member.does("delete"));
    before.awaitAgain(lab);
  }
}
