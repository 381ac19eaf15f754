package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.store.BaseId;

/**
 * A root to mount: base and upper. {@code create} says that the upper may be new; without it a
 * missing upper fails with UPPER_MISSING, since it would mean lost files.
 */
public record PrepareRoot(
    DesktopId desktop, long epoch, BaseId base, UpperId upper, boolean create) {}
