package io.labvm.layers.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.Fd;
import io.labvm.linux.Stat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpperDirectoryTest {
  @TempDir private Path home;

  /** The JDK's way of setting it ends in EINVAL, for which it puts 1970. */
  @Test
  void a_time_before_1970_with_a_fraction_is_kept() throws Exception {
    Path lower = Files.createDirectory(home.resolve("lower"));
    int touched =
        new ProcessBuilder("touch", "-d", "@-162659791.757805634", lower.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(touched).isZero();
    UpperDirectory.create(home.resolve("upper"), lower);
    try (Fd made = Fd.open(home.resolve("upper"))) {
      Stat stat = made.stat();
      assertThat(stat.mtimeSeconds()).isEqualTo(-162_659_792);
      assertThat(stat.mtimeNanos()).isEqualTo(242_194_366);
    }
  }
}
