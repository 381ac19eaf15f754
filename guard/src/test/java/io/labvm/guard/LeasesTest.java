package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Holding HOLDING = new Holding("d1", 1);

  private final Leases leases = new Leases();

  @Test
  void lastsFromTheSendingOfTheRequest() {
    leases.holding(List.of(HOLDING), 0);
    leases.renew(HOLDING, 400_000, 20_000);

    assertThat(leases.newlyExpired(420_000)).isEmpty();
    assertThat(leases.newlyExpired(420_001)).containsExactly(HOLDING);
    assertThat(leases.newlyExpired(420_002)).isEmpty();
  }

  @Test
  void isNotShortenedByALateAnswer() {
    leases.renew(HOLDING, 1_000, 300_000);
    leases.renew(HOLDING, 500, 300_000);

    assertThat(leases.newlyExpired(301_000)).isEmpty();
  }

  @Test
  void forgetsWhatIsNoLongerHeld() {
    leases.renew(HOLDING, 0, 10);
    leases.holding(List.of(), 5);

    assertThat(leases.newlyExpired(1_000_000)).isEmpty();
  }

  @Test
  void beginsAnewAfterARenewal() {
    leases.renew(HOLDING, 0, 10);
    assertThat(leases.newlyExpired(20)).containsExactly(HOLDING);
    leases.renew(HOLDING, 30, 10);
    assertThat(leases.newlyExpired(50)).containsExactly(HOLDING);
  }
}
