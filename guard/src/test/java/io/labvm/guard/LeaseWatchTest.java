package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
  private static final Holding D1 = new Holding("d1", 3);
  private static final Holding GONE = new Holding("d2", 1);

  private final FakeGroups groups =
      new FakeGroups().with("d1", 3, Activity.RUNNING).with("d2", 1, Activity.GONE);
  private final Leases leases = new Leases();
  private long now;
  private final LeaseWatch watch =
      new LeaseWatch(
          leases,
          groups,
          new Fence(
              Path.of("/nowhere"),
              groups,
              new GuardLog(new PrintStream(new ByteArrayOutputStream()))),
          () -> now);

  @Test
  void stopsADesktopWhenItsLeaseIsOutAndLetsItGoOnWhenItIsRenewed() throws IOException {
    leases.holding(List.of(D1, GONE), 0);
    leases.renew(D1, 0, 20_000);
    at(20_000, Activity.RUNNING);
    at(20_001, Activity.FROZEN);
    leases.renew(D1, 25_000, 20_000);
    at(26_000, Activity.RUNNING);
    assertThat(groups.activity(GONE)).isEqualTo(Activity.GONE);
  }

  @Test
  void stopsItAgainWhenACaptureHasLetItGoOn() throws IOException {
    leases.renew(D1, 0, 10);
    at(11, Activity.FROZEN);
    groups.thaw(D1);
    at(12, Activity.FROZEN);
  }

  private void at(long millis, Activity expected) throws IOException {
    now = millis;
    watch.enforce();
    assertThat(groups.activity(D1)).isEqualTo(expected);
  }
}
