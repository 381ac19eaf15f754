package io.labvm.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {
  @Test
  void quotesForSupervisord() {
    var process = ProcessSpec.of("portal", List.of("/bin/echo", "a b", "it's", "100%", ""), 1);
    assertThat(process.section("/logs/50%/x.log", "k"))
        .contains("command=/bin/echo 'a b' 'it'\"'\"'s' 100%% ''\n")
        .contains("stdout_logfile=/logs/50%%/x.log\n")
        .contains("stopwaitsecs=45\n")
        .contains("environment=LABVM_CONFIG=\"k\"\n");
  }

  @Test
  void readsEscapedMountPoints() {
    String table =
        """
        22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
        30 22 0:31 / /a\\040b/c rw - tmpfs tmpfs rw
        """;
    assertThat(Mounts.parse(table)).containsExactly(Path.of("/"), Path.of("/a b/c"));
  }
}
