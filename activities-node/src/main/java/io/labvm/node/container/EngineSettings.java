package io.labvm.node.container;

import java.util.List;

/**
 * How containers are made on this node.
 *
 * @param home which installation they belong to; others' containers are never touched
 * @param node this node's id
 * @param cgroupParent control group below which each desktop gets {@code /<desktop>/<epoch>}
 * @param network of the desktops
 * @param nameservers for desktops; empty for the node's own
 * @param runtime the engine's runtime that takes {@code /rootfs} as root
 */
public record EngineSettings(
    String home,
    String node,
    String cgroupParent,
    Network network,
    List<String> nameservers,
    String runtime) {
  public EngineSettings {
    nameservers = List.copyOf(nameservers);
  }

  /**
   * A bridge of the engine.
   *
   * @param name of the engine's network
   * @param bridge name of the interface
   * @param subnet in CIDR form
   * @param gateway the node's address in it
   */
  public record Network(String name, String bridge, String subnet, String gateway) {}
}
