package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.sync.RecoveryPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTextTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static RecoveryPoint point(Optional<Instant> oldest, long files, long bytes) {
    return new RecoveryPoint(oldest, files, bytes, Optional.empty(), Optional.empty());
  }

  @Test
  void says_what_would_be_lost() {
    String since = " would be lost, the oldest of " + RecoveryText.time(NOON);
    assertThat(RecoveryText.of(point(Optional.empty(), 0, 0))).isEqualTo("nothing waits");
    assertThat(RecoveryText.of(point(Optional.of(NOON), 1, 0))).isEqualTo("1 name" + since);
    assertThat(RecoveryText.of(point(Optional.of(NOON), 12, 3_200_000)))
        .isEqualTo("12 names, 3.2 MB" + since);
    assertThat(RecoveryText.of(point(Optional.of(NOON), 0, 0)))
        .isEqualTo("no name is known to wait");
  }

  @Test
  void bytes_are_counted_in_thousands() {
    assertThat(RecoveryText.bytes(999)).isEqualTo("999 B");
    assertThat(RecoveryText.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(RecoveryText.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(RecoveryText.bytes(2_000_000_000_000L)).isEqualTo("2.0 TB");
  }

  @Test
  void a_line_of_sync_that_waits_says_since_when_and_what_for() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContinuousSync sync =
        new ContinuousSync(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    RecoveryPoint behind =
        new RecoveryPoint(
            Optional.of(NOON), 2, 10, Optional.of(NOON.plusSeconds(60)), Optional.empty());
    sync.waiting(new DesktopKey("d"), new IOException("it is away"), behind);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "waiting for the store since "
                + RecoveryText.time(NOON.plusSeconds(60))
                + " (it is away); 2 names, 10 B would be lost, the oldest of "
                + RecoveryText.time(NOON));
  }
}
