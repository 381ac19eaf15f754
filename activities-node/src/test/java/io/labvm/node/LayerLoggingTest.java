package io.labvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The layer command as it is shipped: among the node's libraries, of which one writes logs. */
class LayerLoggingTest {
  /** Runs the command and logs a line at its end. */
  static final class Logging {
    private Logging() {}

    public static void main(String[] words) {
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(() -> LoggerFactory.getLogger(Logging.class).info("a line")));
      LayerCommand.main(words);
    }
  }

  @Test
  void log_lines_go_to_stderr_and_leave_stdout_to_the_answer() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Logging.class.getName(),
                "seal",
                "--json")
            .start();
    assertThat(process.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualToIgnoringNewLines(
            "{\"error\":{\"code\":\"usage\",\"message\":\"missing --desktop\"}}");
    assertThat(process.getErrorStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .contains("INFO a line");
    assertThat(process.waitFor()).isEqualTo(64);
  }
}
