package io.labvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameserversTest {
  @TempDir Path directory;

  @Test
  void takesWhatADesktopCouldReach() throws IOException {
    Path file = directory.resolve("resolv.conf");
    Files.writeString(
        file,
        """
        # a comment
        search example
        nameserver 10.1.2.53
        nameserver\t192.0.2.1
        nameserver 127.0.0.53
        nameserver fd00::1
        """);
    assertThat(Nameservers.of(file)).containsExactly("10.1.2.53", "192.0.2.1");
    assertThat(Nameservers.of(directory.resolve("none"))).isEmpty();
    assertThat(Nameservers.effective(List.of("192.0.2.9"))).containsExactly("192.0.2.9");
  }
}
