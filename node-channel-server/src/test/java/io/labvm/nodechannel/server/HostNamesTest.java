package io.labvm.nodechannel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostNamesTest {
  @Test
  void keepsLettersAndDigits() {
    assertThat(HostNames.of("Alice's Machine 2", "alice")).isEqualTo("alice-s-machine-2");
    assertThat(HostNames.of("--x--", "alice")).isEqualTo("x");
  }

  @Test
  void fallsBackToTheLogin() {
    assertThat(HostNames.of("我的桌面", "alice")).isEqualTo("alice");
  }

  @Test
  void aForkIsNotCalledLikeTheMachineItWasMadeOf() {
    assertThat(HostNames.ofFork("alice", "alice", "x585vi2rz3")).isEqualTo("alice-x585");
    assertThat(HostNames.ofFork("分叉", "alice", "x5")).isEqualTo("alice-x5");
    assertThat(HostNames.ofFork("cuda 13", "alice", "x585vi2rz3")).isEqualTo("cuda-13");
  }

  @Test
  void isNeverTooLong() {
    assertThat(HostNames.of("a".repeat(62) + " b", "alice")).isEqualTo("a".repeat(62));
  }
}
