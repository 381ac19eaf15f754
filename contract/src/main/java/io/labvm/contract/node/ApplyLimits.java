package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;

/** Limits for a desktop that runs at an epoch. */
public record ApplyLimits(DesktopId desktop, long epoch, Limits limits) {}
