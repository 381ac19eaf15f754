package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;

/**
 * A container as the engine has it.
 *
 * @param epoch from its label
 * @param running false when it was only created or has ended
 * @param pid of its first process on the node, 0 when it does not run
 * @param address its IPv4 address, empty when the engine gave it none
 * @param exitCode of its first process when it has ended
 */
public record DesktopContainer(
    String id,
    DesktopId desktop,
    long epoch,
    boolean running,
    long pid,
    String address,
    int exitCode) {}
