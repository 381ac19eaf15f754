package io.labvm.contract.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.StoredStack;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of a version, or of what was left behind on this node, to be put into the
 * running desktop.
 *
 * @param from names path and mode
 * @param stack of that version; null for what was left behind
 */
public record CopyBack(
    DesktopId desktop,
    long epoch,
    OperationId operation,
    FromVersion from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StoredStack stack) {}
