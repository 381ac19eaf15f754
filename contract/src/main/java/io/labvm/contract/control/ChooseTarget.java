package io.labvm.contract.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * A desktop that is to move to another node.
 *
 * @param from where it is now
 * @param wanted null for any
 * @param operation for which the room is kept; null in histories older than that
 */
public record ChooseTarget(
    DesktopSpec spec,
    NodeId from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NodeId wanted,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OperationId operation) {}
