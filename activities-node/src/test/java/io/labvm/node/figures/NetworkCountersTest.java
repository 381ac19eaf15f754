package io.labvm.node.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkCountersTest {
  @Test
  void addsTheNodesOwnInterfacesOnly() {
    String text =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
            lo:     999       9    0    0    0     0          0         0      999       9    0
          eth0: 1000000     100    0    0    0     0          0         0     2000      20    0
        lvdesk:     777       7    0    0    0     0          0         0      777       7    0
        veth1a:     888       8    0    0    0     0          0         0      888       8    0
          eth1:       1       1    0    0    0     0          0         0        2       1    0
        """;
    assertThat(NetworkCounters.parse(text, Set.of("lo", "lvdesk")))
        .isEqualTo(new NetworkCounters(1000001, 2002));
  }
}
