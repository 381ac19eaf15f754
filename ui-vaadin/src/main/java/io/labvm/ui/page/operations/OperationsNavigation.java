package io.labvm.ui.page.operations;

import io.labvm.contract.operation.OperationId;

/** The way to the pages of operations. */
public final class OperationsNavigation {
  static final String ROUTE = "operations";

  private OperationsNavigation() {}

  /** Address of the list. */
  public static String path() {
    return ROUTE;
  }

  /** Address of one operation. */
  public static String path(OperationId operation) {
    return ROUTE + "/" + operation;
  }
}
