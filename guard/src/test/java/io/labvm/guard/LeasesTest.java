package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Holding HOLDING = new Holding("d1", 1);

  private final Leases leases = new Leases();

  @Test
  void lastsFromTheSendingOfTheRequest() {
    leases.renew(HOLDING, 400_000, 20_000);

    assertThat(leases.expired(420_000)).isEmpty();
    assertThat(leases.expired(420_001)).containsExactly(HOLDING);
  }

  @Test
  void isNotShortenedByALateAnswer() {
    leases.renew(HOLDING, 1_000, 300_000);
    leases.renew(HOLDING, 500, 300_000);

    assertThat(leases.expired(301_000)).isEmpty();
  }

  @Test
  void forgetsWhatIsNoLongerHeld() {
    leases.renew(HOLDING, 0, 10);
    leases.holding(List.of(), 5);

    assertThat(leases.expired(1_000_000)).isEmpty();
  }

  @Test
  void theStoreRenewsItAsLongAsTheControlPlaneSaid() {
    leases.renew(HOLDING, 0, 10_000);
    leases.renew(HOLDING, 5_000);

    assertThat(leases.expired(15_000)).isEmpty();
    assertThat(leases.expired(15_001)).containsExactly(HOLDING);
  }

  @Test
  void whatRunsBeforeTheGuardHasLittleTimeAndWhatComesLaterAWholeLease() {
    var later = new Holding("d2", 1);
    leases.holding(List.of(HOLDING), 0);
    leases.holding(List.of(HOLDING, later), 0);

    assertThat(leases.expired(Leases.FIRST_MILLIS + 1)).containsExactly(HOLDING);
    assertThat(leases.expired(Leases.DEFAULT_MILLIS + 1)).contains(later);
  }
}
