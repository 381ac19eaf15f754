package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** As root, who may raise priorities. */
class UrgencyTest {
  private static final int OTHER = 0;
  private static final int ROUND_ROBIN = 2;

  @Test
  void countsForTheThreadAndThoseItStartsUntilItsEnd() throws Exception {
    int before = nice();
    try (Urgency _ = Urgency.begin()) {
      assertThat(nice()).isEqualTo(-15);
      var started = new CompletableFuture<Integer>();
      Thread.ofPlatform().start(() -> started.complete(niceUnchecked())).join();
      assertThat(started.get()).isEqualTo(-15);
    }
    assertThat(nice()).isEqualTo(before);
  }

  @Test
  void comesBeforeOtherSessionsUntilItEndsOrExpires() throws Exception {
    assertThat(policy()).isEqualTo(OTHER);
    try (Urgency _ = Urgency.begin()) {
      assertThat(policy()).isEqualTo(ROUND_ROBIN);
      Urgency.expire();
      assertThat(policy()).isEqualTo(OTHER);
    }
    try (Urgency _ = Urgency.begin()) {
      assertThat(policy()).isEqualTo(ROUND_ROBIN);
    }
    assertThat(policy()).isEqualTo(OTHER);
  }

  private static int niceUnchecked() {
    try {
      return nice();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int nice() throws IOException {
    return stat(19);
  }

  private static int policy() throws IOException {
    return stat(41);
  }

  /** A field of proc(5)'s stat; those behind the name begin with the third. */
  private static int stat(int field) throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field - 3]);
  }
}
