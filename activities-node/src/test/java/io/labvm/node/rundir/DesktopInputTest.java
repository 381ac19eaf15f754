package io.labvm.node.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DesktopInputTest {
  @Test
  void refusesWhatWouldBreakAFileOfOneLine() {
    refuses("an\nna", "zh_CN", "h", "secret");
    refuses("anna", "../x", "h", "secret");
    refuses("anna", "zh_CN", "h\n", "secret");
    refuses("anna", "zh_CN", "h", "sec\nret");
    refuses("anna", "zh_CN", "h", "");
    refuses("anna", "zh_CN", "h", "ninechars");
  }

  private static void refuses(String login, String language, String hostname, String secret) {
    assertThatThrownBy(() -> new DesktopInput(login, language, hostname, secret, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(secret.isEmpty() ? "\0" : secret);
  }

  @Test
  void neverShowsTheSecret() {
    var input = new DesktopInput("anna", "zh_CN", "h", "topsecre", "key");
    assertThat(input.toString()).doesNotContain("topsecre").doesNotContain("key");
  }
}
