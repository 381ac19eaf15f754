package io.labvm.ui.page.operations;

import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/** Reads operation ids from addresses. */
public final class OperationIds {
  private OperationIds() {}

  /** Null when the text cannot be an id. */
  public static @Nullable OperationId parse(String text) {
    try {
      return new OperationId(text);
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }
}
