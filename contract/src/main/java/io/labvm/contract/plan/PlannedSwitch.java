package io.labvm.contract.plan;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * A switch that is to begin later.
 *
 * @param plan also the id of the switch when it begins
 * @param atMillis epoch milliseconds when it is to begin; null for when nobody has used the desktop
 *     for a while
 */
public record PlannedSwitch(OperationId plan, DesktopId desktop, @Nullable Long atMillis) {}
