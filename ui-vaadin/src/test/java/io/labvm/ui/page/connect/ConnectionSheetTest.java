package io.labvm.ui.page.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionSheetTest {
  @Test
  void writesTheSshLineForNamesAndIpv6Addresses() {
    assertThat(ConnectionSheet.sshLine("wang", "lab.example:10001"))
        .isEqualTo("ssh -p 10001 wang@lab.example");
    assertThat(ConnectionSheet.sshLine("wang", "[fd00::1]:10001"))
        .isEqualTo("ssh -p 10001 wang@fd00::1");
  }
}
