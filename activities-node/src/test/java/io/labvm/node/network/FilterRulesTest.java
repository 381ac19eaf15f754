package io.labvm.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterRulesTest {
  private static final NetworkSettings NETWORK =
      new NetworkSettings(
          "lvdesk", "10.213.0.0/16", "10.213.0.1", List.of("10.9.8.0/24"), List.of("10.9.8.53"));

  @Test
  void allowsNamesBeforeItDeniesNetworksAndDeniesBeforeItAllowsTheWorld() {
    List<String> rules = FilterRules.of(NETWORK).lines().toList();
    int names =
        rules.indexOf("-A LABVM-FORWARD -i lvdesk -d 10.9.8.53 -p udp --dport 53 -j ACCEPT");
    int denied = rules.indexOf("-A LABVM-FORWARD -i lvdesk -d 10.9.8.0/24 -j DROP");
    int world = rules.indexOf("-A LABVM-FORWARD -i lvdesk -j ACCEPT");
    assertThat(names).isPositive().isLessThan(denied);
    assertThat(denied).isLessThan(world);
  }

  @Test
  void alwaysDeniesLinkLocalAndForeignSources() {
    assertThat(FilterRules.of(NETWORK))
        .contains("-i lvdesk -d 169.254.0.0/16 -j DROP")
        .contains("-i lvdesk ! -s 10.213.0.0/16 -j DROP");
  }

  @Test
  void letsNothingReachTheNodeButQuestionsForNames() {
    assertThat(FilterRules.of(NETWORK).lines().filter(line -> line.startsWith("-A LABVM-INPUT")))
        .containsExactly(
            "-A LABVM-INPUT -i lvdesk -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A LABVM-INPUT -i lvdesk -d 10.213.0.1 -p udp --dport 53 -j ACCEPT",
            "-A LABVM-INPUT -i lvdesk -d 10.213.0.1 -p tcp --dport 53 -j ACCEPT",
            "-A LABVM-INPUT -i lvdesk -j DROP");
  }
}
