package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.durable.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartsTest {
  @TempDir private Path home;

  @Test
  void a_start_whose_answer_was_lost_gets_the_epoch_it_took_last() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    Starts starts = desktop.store().starts(ShippedDesktop.DESKTOP);
    Holder holder = new Holder("node-1", ShippedDesktop.UPPER);
    OperationKey start = new OperationKey("start");
    Lines lines = desktop.store().lines(ShippedDesktop.DESKTOP);
    Faults.Step restore =
        () -> {
          var ignored = lines.restore(0, Lines.Staged.KEEP, new OperationKey("back"));
        };
    Epoch taken;
    try (var _ = Faults.once("publish.link.after", restore)) {
      taken = starts.take(holder, "u2", start, 0);
    }
    assertThat(taken.version()).isEqualTo(1);
    assertThat(taken.holder().upperId()).isEqualTo("u2");
    assertThat(starts.take(holder, "u2", start, 0)).isEqualTo(taken);
  }
}
