package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** As root, who may raise priorities. */
class UrgencyTest {
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

  private static int niceUnchecked() {
    try {
      return nice();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Field 19 of proc(5)'s stat; those behind the name begin with the third. */
  private static int nice() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
