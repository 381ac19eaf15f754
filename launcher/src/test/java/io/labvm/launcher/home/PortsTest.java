package io.labvm.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @Test
  void layOutLikeTheWiring() {
    assertThat(Ports.DEFAULT.byName())
        .containsEntry("portal", 8123)
        .containsEntry("temporal", 7233)
        .containsEntry("postgres", 15432);
    Ports ports = Ports.from(20000);
    assertThat(new HashSet<>(ports.byName().values())).hasSize(8);
    assertThat(ports.vncFirst() + ports.vncCount()).isLessThanOrEqualTo(ports.sshFirst());
  }

  @Test
  void areKept(@TempDir Path directory) {
    Home home = Home.at(directory);
    assertThat(Ports.load(home)).isEmpty();
    Ports.DEFAULT.save(home);
    assertThat(Ports.load(home)).contains(Ports.DEFAULT);
  }

  @Test
  void seeWhoListens() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var taken = new ServerSocket(0, 1, loopback)) {
      assertThat(Ports.isFree(Optional.of(loopback), taken.getLocalPort())).isFalse();
    }
  }
}
