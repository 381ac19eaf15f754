package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;

/** A root to unmount. */
public record ReleaseRoot(DesktopId desktop, boolean discardUpper) {}
