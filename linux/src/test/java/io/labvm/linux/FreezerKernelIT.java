package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real control groups of every kind this machine has. */
class FreezerKernelIT {
  private Path group = Path.of("/nowhere");

  static List<Path> mounts() throws Exception {
    return MountTable.read().entries().stream()
        .filter(e -> e.type().equals("cgroup2") || e.superOptions().contains("freezer"))
        .filter(e -> e.type().startsWith("cgroup"))
        .map(e -> Path.of(e.mountPoint()))
        .toList();
  }

  @AfterEach
  void removeGroup() throws Exception {
    if (Files.isDirectory(group)) {
      Files.delete(group);
    }
  }

  @ParameterizedTest
  @MethodSource("mounts")
  void a_frozen_group_stands_still_until_it_is_thawed(Path mount) throws Exception {
    group = Files.createDirectory(mount.resolve("labvm-test-" + ProcessHandle.current().pid()));
    Process counting = new ProcessBuilder("sh", "-c", "while :; do echo; done").start();
    try {
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(counting.pid()));
      try (Freezer freezer = Freezer.of(counting.pid())) {
        assertThat(freezer.isFrozen()).isFalse();
        assertThat(freezer.freeze(Duration.ofSeconds(10))).isTrue();
        assertThat(freezer.isFrozen()).isTrue();
        freezer.thaw();
        assertThat(freezer.isFrozen()).isFalse();
        assertThat(freezer.freeze(Duration.ofSeconds(10))).isTrue();
      }
      assertThat(Freezer.of(counting.pid()).isFrozen()).as("after close").isFalse();
    } finally {
      counting.destroyForcibly().waitFor();
    }
  }

  @Test
  void nobody_freezes_himself() {
    assertThatThrownBy(() -> Freezer.of(ProcessHandle.current().pid()))
        .isInstanceOf(LinuxException.class);
  }
}
