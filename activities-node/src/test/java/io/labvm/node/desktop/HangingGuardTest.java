package io.labvm.node.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangingGuardTest {
  @TempDir private Path run;
  private final Process guard = new ProcessBuilder("sleep", "600").start();
  private Instant now = Instant.now();

  HangingGuardTest() throws IOException {}

  @AfterEach
  void end() {
    guard.destroyForcibly();
  }

  private HangingGuard watched(long start) throws IOException {
    Files.writeString(run.resolve("guard-alive"), guard.pid() + " " + start);
    return new HangingGuard(new GuardLife(run, () -> now));
  }

  private long start() {
    return guard.info().startInstant().orElseThrow().toEpochMilli();
  }

  @Test
  void whoeverStandsStillIsEndedAtTheSecondLook() throws Exception {
    HangingGuard watch = watched(start());
    watch.end();
    now = now.plus(Duration.ofSeconds(17));
    watch.end();
    assertThat(guard.isAlive()).isTrue();
    watch.end();
    assertThat(guard.waitFor(1, TimeUnit.MINUTES)).isTrue();
    watch.end();
  }

  @Test
  void aClockThatWasSetEndsNobody() throws IOException {
    HangingGuard watch = watched(start());
    for (int i = 0; i < 3; i++) {
      now = now.plus(Duration.ofSeconds(17));
      watch.end();
      Files.setLastModifiedTime(
          run.resolve("guard-alive"), java.nio.file.attribute.FileTime.from(now));
      watch.end();
    }
    assertThat(guard.isAlive()).isTrue();
  }

  @Test
  void anotherProcessOfThatNumberIsLeftAlone() throws IOException {
    HangingGuard watch = watched(start() - 1);
    now = now.plus(Duration.ofMinutes(1));
    watch.end();
    watch.end();
    Files.writeString(run.resolve("guard-alive"), "");
    now = now.plus(Duration.ofMinutes(1));
    watch.end();
    watch.end();
    Files.delete(run.resolve("guard-alive"));
    watch.end();
    assertThat(guard.isAlive()).isTrue();
  }
}
