package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;

/**
 * A desktop whose versions are to be read back.
 *
 * @param part from 1 to parts, of the contents; 0 for structures alone. A desktop in which damage
 *     was found is read whole
 */
public record VerifyDesktop(DesktopId desktop, int part, int parts) {}
