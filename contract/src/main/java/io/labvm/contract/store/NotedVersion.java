package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;

/** What is noted about a version now. */
public record NotedVersion(DesktopId desktop, long version, String label, boolean pinned) {}
