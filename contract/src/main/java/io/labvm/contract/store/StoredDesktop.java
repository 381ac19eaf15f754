package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;

/** A recorded desktop at its version 0. */
public record StoredDesktop(DesktopId desktop, BaseId base, long version) {}
