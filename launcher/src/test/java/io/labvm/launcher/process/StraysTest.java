package io.labvm.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StraysTest {
  @ParameterizedTest
  @CsvSource({
    "/usr/bin/containerd-shim-runc-v2, containerd-shim, true",
    "dockerd, dockerd, true",
    "/usr/bin/dockerd, containerd-shim, false",
    "/, dockerd, false",
    "'', dockerd, false"
  })
  void knowsProgramsByTheBeginningOfTheirNames(String command, String name, boolean is) {
    assertThat(Strays.isNamed(command, name)).isEqualTo(is);
  }
}
