package io.labvm.launcher.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  /** What a launcher does that runs a program until it ends. */
  static final class Hand {
    private Hand() {}

    public static void main(String[] words) {
      System.exit(Terminal.hand(List.of(words), Path.of("").toAbsolutePath()));
    }
  }

  private static Process hand(String script) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Hand.class.getName(),
            "bash",
            "-c",
            script)
        .start();
  }

  @Test
  void a_signal_reaches_the_program_whose_exit_code_counts() throws Exception {
    Process launcher = hand("trap 'echo told; exit 3' TERM; echo up; while :; do sleep 0.1; done");
    try (BufferedReader out = launcher.inputReader()) {
      assertThat(out.readLine()).isEqualTo("up");
      assertThat(launcher.toHandle().destroy()).isTrue();
      assertThat(out.readLine()).isEqualTo("told");
      assertThat(launcher.waitFor()).isEqualTo(3);
    } finally {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      Process ignored = launcher.destroyForcibly();
    }
  }

  @Test
  void the_exit_code_of_the_program_is_ours() throws Exception {
    assertThat(hand("exit 7").waitFor()).isEqualTo(7);
  }
}
