package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;

/**
 * The room of a desktop in the store.
 *
 * @param bytes of all its versions
 * @param uniqueBytes of what no other desktop needs of these
 */
public record DesktopUsage(DesktopId desktop, int versions, long bytes, long uniqueBytes) {}
