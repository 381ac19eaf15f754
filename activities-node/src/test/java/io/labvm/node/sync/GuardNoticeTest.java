package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.store.DesktopKey;
import io.labvm.linux.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardNoticeTest {
  @TempDir private Path run;

  @Test
  void the_guard_finds_until_when_a_desktop_may_stand_still() throws IOException {
    GuardNotice notice = new GuardNotice(run, new DesktopKey("d1"));
    Path file = run.resolve("guard/d1");
    long before = BootClock.nanos() / 1_000_000;
    notice.begins(Duration.ofSeconds(3));
    long deadline = Long.parseLong(Files.readString(file));
    assertThat(deadline).isGreaterThanOrEqualTo(before + 3000);
    notice.ended();
    assertThat(file).doesNotExist();
  }
}
