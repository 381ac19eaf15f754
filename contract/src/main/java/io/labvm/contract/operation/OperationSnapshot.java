package io.labvm.contract.operation;

import io.labvm.contract.desktop.DesktopId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All the pages know of an operation; written by sequence number, an older one never overwrites a
 * newer.
 *
 * @param sequence grows with each change of this operation
 * @param error the error that ended it, null while none did
 * @param result what it came to, null for operations that say nothing, and until it is known
 */
public record OperationSnapshot(
    OperationId operation,
    DesktopId desktop,
    OperationKind kind,
    OperationState state,
    long sequence,
    List<StepSnapshot> steps,
    @Nullable StepError error,
    @Nullable OperationResult result) {
  public OperationSnapshot {
    steps = List.copyOf(steps);
  }

  /** One that says nothing of a result. */
  public OperationSnapshot(
      OperationId operation,
      DesktopId desktop,
      OperationKind kind,
      OperationState state,
      long sequence,
      List<StepSnapshot> steps,
      @Nullable StepError error) {
    this(operation, desktop, kind, state, sequence, steps, error, null);
  }
}
