package io.labvm.workflows.idleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.workflows.world.World;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A desktop is stopped when it is due, and warned of before; nothing is looked at in between. */
@Timeout(120)
class IdlenessWorkflowTest {
  private final World world = World.start();

  @AfterEach
  void close() {
    world.close();
  }

  private IdlenessWorkflow watched(Duration period) {
    world.idleness.period = period;
    world.idleness.usedMillis = world.now();
    return world.watch();
  }

  @Test
  void stopsWhatNobodyUsesAndWarnsBefore() {
    IdlenessWorkflow watch = watched(Duration.ofDays(2));
    long used = world.idleness.usedMillis;
    assertThat(end(watch))
        .isEqualTo("stopped: unused since " + Instant.ofEpochMilli(used) + " (cpu)");
    assertThat(after(used, world.idleness.warnings))
        .containsExactly(24 * 60L, 47 * 60L, 48 * 60L - 10);
    assertThat(after(used, world.idleness.stops)).containsExactly(48 * 60L);
    assertThat(world.idleness.looks).hasSize(5);
  }

  /** Whole minutes. */
  private static List<Long> after(long begin, List<Long> times) {
    return times.stream().map(t -> Duration.ofMillis(t - begin).toMinutes()).toList();
  }

  @Test
  void warnsOnlyOfWhatIsStillToCome() {
    long used = world.now();
    assertThat(end(watched(Duration.ofHours(1)))).startsWith("stopped");
    assertThat(after(used, world.idleness.warnings)).containsExactly(50L);
  }

  @Test
  void useBeginsThePeriodAgain() {
    IdlenessWorkflow watch = watched(Duration.ofHours(12));
    world.skip(Duration.ofHours(11).plusMinutes(30));
    world.idleness.usedMillis = world.now();
    long used = world.idleness.usedMillis;
    assertThat(end(watch)).startsWith("stopped");
    assertThat(after(used, world.idleness.stops)).containsExactly(12 * 60L);
  }

  @Test
  void aDesktopInUseIsSeldomLookedAtAndItsHistoryStaysShort() {
    IdlenessWorkflow watch = watched(Duration.ofHours(12));
    for (int hour = 0; hour < 24 * 7; hour++) {
      world.skip(Duration.ofHours(1));
      world.idleness.usedMillis = world.now();
    }
    assertThat(world.idleness.looks).hasSizeLessThan(20);
    assertThat(world.idleness.stops).isEmpty();
    world.idleness.period = Duration.ZERO;
    watch.look();
    assertThat(end(watch)).startsWith("over");
  }

  @Test
  void beginsANewHistoryAndGoesOn() {
    world.idleness.busy = true;
    IdlenessWorkflow watch = watched(Duration.ofHours(1));
    world.skip(Duration.ofHours(5));
    assertThat(world.client().fetchHistory(World.WATCH).getEvents()).hasSizeLessThan(1000);
    world.idleness.busy = false;
    assertThat(end(watch)).startsWith("stopped");
    assertThat(world.idleness.looks.size()).isGreaterThan(200);
  }

  @Test
  void aShorterPeriodIsHeededAtOnce() {
    IdlenessWorkflow watch = watched(Duration.ofDays(30));
    long used = world.idleness.usedMillis;
    world.skip(Duration.ofHours(1));
    world.idleness.period = Duration.ofHours(2);
    watch.look();
    assertThat(end(watch)).startsWith("stopped");
    assertThat(after(used, world.idleness.stops)).containsExactly(120L);
  }

  @Test
  void endsWithThePolicy() {
    assertThat(end(watched(Duration.ZERO))).startsWith("over");
    assertThat(world.idleness.warnings).isEmpty();
    assertThat(world.idleness.stops).isEmpty();
  }

  private static String end(IdlenessWorkflow watch) {
    return WorkflowStub.fromTyped(watch).getResult(String.class);
  }
}
