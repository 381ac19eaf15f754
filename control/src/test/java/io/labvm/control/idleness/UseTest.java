package io.labvm.control.idleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.idleness.UsedBy;
import io.labvm.control.idleness.Use.Told;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as use, and when that was. */
class UseTest {
  private static final Instant BEGIN = Instant.parse("2027-01-31T02:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private Use use = Use.begun(3, told(0, 10.0), BEGIN);

  private static Told told(int seconds, @Nullable Double cpuSeconds) {
    return new Told(at(seconds), 0.01, cpuSeconds, false, 1, HOUR.plusSeconds(seconds));
  }

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private void look(int seconds, @Nullable Told told) {
    use = use.next(told, at(seconds));
  }

  private void expect(UsedBy by, int seconds) {
    assertThat(use.by()).isEqualTo(by);
    assertThat(use.usedAt()).isEqualTo(at(seconds));
  }

  @Test
  void anOpenButSilentConnectionIsNoUse() {
    for (int minute = 1; minute <= 600; minute++) {
      look(60 * minute, told(60 * minute, 10 + minute * 0.6));
    }
    expect(UsedBy.START, 0);
  }

  @Test
  void workBetweenTwoLooksIsUse() {
    look(60, told(60, 10.6));
    look(120, told(120, 14.0));
    expect(UsedBy.CPU, 120);
    look(180, told(180, 14.1));
    expect(UsedBy.CPU, 120);
  }

  @Test
  void aLookJustAfterAnotherLosesNoWork() {
    look(60, told(60, 10.1));
    look(61, told(61, 13.0));
    expect(UsedBy.START, 0);
    look(120, told(120, 13.6));
    expect(UsedBy.CPU, 120);
  }

  @Test
  void whereNothingIsCountedNobodyCanSay() {
    look(60, new Told(at(60), 0, null, false, 0, HOUR));
    expect(UsedBy.UNKNOWN, 60);
    look(120, new Told(at(120), 0, 10.0, null, 0, HOUR));
    expect(UsedBy.UNKNOWN, 120);
  }

  @Test
  void aProcessOnAGpuIsUse() {
    look(60, new Told(at(60), 0, 10.0, true, 0, HOUR));
    expect(UsedBy.GPU, 60);
  }

  @Test
  void inputIsUseAtItsOwnTime() {
    look(60, new Told(at(60), 0, 10.0, false, 1, Duration.ofSeconds(20)));
    expect(UsedBy.INPUT, 40);
    look(120, new Told(at(120), 0, 10.0, false, 1, Duration.ofSeconds(80)));
    expect(UsedBy.INPUT, 40);
  }

  @Test
  void anAgentThatTellsNothingOfInputLetsConnectionsCount() {
    look(60, new Told(at(60), 0, 10.0, false, 1, null));
    expect(UsedBy.INPUT, 60);
    look(120, new Told(at(120), 0, 10.0, false, 0, null));
    expect(UsedBy.INPUT, 60);
  }

  @Test
  void aSilentNodeCountsAsUse() {
    look(60, null);
    expect(UsedBy.SILENT, 60);
    look(120, told(120, 10.2));
    expect(UsedBy.SILENT, 60);
  }

  @Test
  void whatIsNotKnownIsNoPause() {
    look(60, told(60, 10.1));
    assertThat(use.restedUntil(use.next(told(7200, 10.2), at(7200)))).isEqualTo(at(60));
    assertThat(use.restedUntil(use.next(told(120, 20.0), at(120)))).isEqualTo(at(120));
  }

  @Test
  void timeInWhichNobodyLookedCountsAsUse() {
    look(3600, told(3600, 10.2));
    expect(UsedBy.UNKNOWN, 3600);
    look(3660, told(3660, 10.3));
    expect(UsedBy.UNKNOWN, 3600);
  }
}
