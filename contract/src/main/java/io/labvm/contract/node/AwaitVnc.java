package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;

/** Whose VNC server to wait for, and how long at most. */
public record AwaitVnc(DesktopId desktop, long epoch, int timeoutSeconds) {}
