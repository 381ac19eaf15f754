package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;

/** A version whose images are wanted. */
public record StackOf(DesktopId desktop, long version) {}
