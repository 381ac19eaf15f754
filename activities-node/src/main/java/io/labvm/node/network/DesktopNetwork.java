package io.labvm.node.network;

/**
 * What desktops reach: the world and DNS; not the node, not each other, not the denied networks.
 * All of it lies in the network namespace that this process runs in.
 */
public interface DesktopNetwork {
  /**
   * Puts packet filter and forwarding in place; replaces earlier rules at once, other rules stay.
   * Fails with CONTAINER_FAILED.
   */
  void apply();

  /**
   * Cuts a started desktop off from its neighbours, and holds its hardware address at its port.
   * Idempotent. Fails with CONTAINER_FAILED.
   *
   * @param pid a process in the desktop's network namespace
   * @param address the desktop's IPv4 address
   */
  void isolate(long pid, String address);
}
