package io.labvm.contract.control;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;

/**
 * Limits that a desktop is to have.
 *
 * @param back whether it had them before, so that there is room without looking
 */
public record PromiseLimits(DesktopId desktop, Limits limits, boolean back) {}
