package io.labvm.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {
  @Test
  void readsNamesByIndex() {
    String text =
        """
        5: veth12ab@if4: <BROADCAST,MULTICAST,UP> mtu 1500 master lvdesk state UP
        17: vethff@if16: <BROADCAST> mtu 1500
        """;
    assertThat(Links.byIndex(text)).isEqualTo(Map.of(5, "veth12ab", 17, "vethff"));
    assertThat(Links.byIndex("")).isEmpty();
  }

  @Test
  void readsTheOtherEndsIndex() throws IOException {
    assertThat(Links.peerIndex("4: eth0@if5: <UP> mtu 1500")).isEqualTo(5);
  }

  @Test
  void refusesALinkWithoutOtherEnd() {
    assertThatThrownBy(() -> Links.peerIndex("1: lo: <LOOPBACK>")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Links.peerIndex("")).isInstanceOf(IOException.class);
  }
}
