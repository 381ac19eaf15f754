package io.labvm.contract.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to run a desktop, with which upper.
 *
 * @param above the epoch taken is greater than this one; guards a desktop that was in the trash
 *     meanwhile against starting to count again
 * @param fresh an upper that is empty as yet: the store chooses it, on the newest version, when
 *     {@code upper} does not go on from there; null when {@code upper} is to be used in any case
 */
public record TakeEpoch(
    DesktopId desktop,
    NodeId node,
    UpperId upper,
    long above,
    OperationId operation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UpperId fresh) {
  /** For an upper that is used in any case. */
  public TakeEpoch(
      DesktopId desktop, NodeId node, UpperId upper, long above, OperationId operation) {
    this(desktop, node, upper, above, operation, null);
  }
}
