package io.labvm.contract.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import java.util.List;

/**
 * The newest version after a seal.
 *
 * @param created false when nothing had changed: then it is the version that was there before
 * @param consistency what its newest change is worth: {@code frozen}, {@code stopped} or {@code
 *     live}
 * @param operation that made it
 * @param layers of its stack as it is mounted
 * @param entries of its newest layer
 * @param bytes of its newest layer's image
 * @param completeUpToMillis when the last change it holds was captured, epoch milliseconds
 * @param leftOut by kind; empty as a rule
 */
public record SealedVersion(
    DesktopId desktop,
    long version,
    boolean created,
    String consistency,
    String trigger,
    OperationId operation,
    int layers,
    long entries,
    long bytes,
    long completeUpToMillis,
    long createdMillis,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftOut> leftOut) {
  public SealedVersion {
    leftOut = LeftOut.copy(leftOut);
  }
}
