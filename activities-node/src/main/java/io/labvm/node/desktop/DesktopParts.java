package io.labvm.node.desktop;

import io.labvm.node.container.Containers;
import io.labvm.node.device.GpuAccess;
import io.labvm.node.figures.ControlGroups;
import io.labvm.node.network.DesktopNetwork;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.rundir.RunDirectories;
import io.labvm.node.rundir.VncSockets;
import io.labvm.node.sync.DesktopSync;

/** What a desktop on a node is made of. */
public record DesktopParts(
    Containers containers,
    DesktopNetwork network,
    DesktopRoots roots,
    RunDirectories runDirectories,
    VncSockets vnc,
    SecretSource secrets,
    DesktopSync sync,
    GpuAccess gpus,
    ControlGroups groups,
    GuardLife guard) {}
