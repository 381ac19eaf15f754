package io.labvm.node.network;

import java.util.List;

/**
 * The network of this node's desktops.
 *
 * @param bridge name of the interface that joins them
 * @param subnet in CIDR form
 * @param gateway the node's address on the bridge
 * @param denied networks in CIDR form that desktops must not reach
 * @param nameservers IPv4 addresses that they may ask for names, inside denied networks too
 */
public record NetworkSettings(
    String bridge, String subnet, String gateway, List<String> denied, List<String> nameservers) {
  public NetworkSettings {
    denied = List.copyOf(denied);
    nameservers = List.copyOf(nameservers);
  }
}
