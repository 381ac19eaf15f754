package io.labvm.launcher.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @Test
  void givesInputAndKeepsOutput(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("sub/log");
    var outcome =
        Program.of("sh", "-c", "cat; echo err >&2; exit 3").reading("in\n").loggedTo(log).run();
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.output()).isEqualTo("in\nerr\n");
    assertThat(Files.readString(log)).isEqualTo("in\nerr\n");
    assertThatThrownBy(() -> outcome.orFail("Not done", "do this"))
        .isInstanceOf(UserError.class)
        .hasMessage("Not done: sh ended with 3 saying 'err'. do this");
  }

  @Test
  void endsWhatTakesTooLong() {
    var outcome = Program.of("sleep", "600").limitedTo(Duration.ofMillis(100)).run();
    assertThat(outcome.exit()).isEqualTo(124);
  }

  @Test
  void doesNotWaitForDaemons() {
    assertThat(Program.of("sh", "-c", "sleep 30 & echo done").run().output()).isEqualTo("done\n");
  }

  @Test
  void missingProgramIsAnErrorForPeople() {
    assertThatThrownBy(() -> Program.of("/no/such/program").run()).isInstanceOf(UserError.class);
  }
}
