package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;

/** A version to look through. */
public record VerifyVersion(DesktopId desktop, long version) {}
