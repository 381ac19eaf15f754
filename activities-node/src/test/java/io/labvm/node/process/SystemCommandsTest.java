package io.labvm.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemCommandsTest {
  private final Commands commands = new SystemCommands(Duration.ofSeconds(30));

  @Test
  void givesInputAndReturnsOutput() throws IOException {
    assertThat(commands.run("hello", "cat")).isEqualTo("hello");
  }

  @Test
  void tellsWhatAFailedProgramSaid() {
    assertThatThrownBy(() -> commands.call("sh", "-c", "echo why >&2; exit 3"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit 3, why");
    assertThatThrownBy(() -> commands.call("no-such-program")).isInstanceOf(IOException.class);
  }

  @Test
  void killsAProgramThatTakesTooLong() {
    Commands hasty = new SystemCommands(Duration.ofMillis(50));
    assertThatThrownBy(() -> hasty.call("sleep", "100")).hasMessageContaining("still running");
  }

  @Test
  void isNotHeldUpByAFloodOfOutput() throws IOException {
    assertThat(commands.call("head", "-c", "5000000", "/dev/zero")).hasSize(1 << 20);
  }
}
