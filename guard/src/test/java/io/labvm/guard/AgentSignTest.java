package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSignTest {
  private long now = 5_000;

  @Test
  void countsFromTheLastSignAndBeforeTheFirstFromWhenItBeganToLook(@TempDir Path run)
      throws IOException {
    AgentSign sign = new AgentSign(run, () -> now);
    now += 130_000;
    assertThat(sign.ageMillis()).as("it never came up").isEqualTo(130_000);
    Path file = Files.createFile(run.resolve("agent-alive"));
    assertThat(sign.ageMillis()).isLessThan(10_000);
    now += 20_000;
    assertThat(sign.ageMillis()).isBetween(20_000L, 30_000L);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(sign.ageMillis()).isZero();
  }
}
