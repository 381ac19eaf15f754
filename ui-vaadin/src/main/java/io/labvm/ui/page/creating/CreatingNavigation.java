package io.labvm.ui.page.creating;

import io.labvm.contract.operation.OperationId;

/** The way to the page of a desktop in the making. */
public final class CreatingNavigation {
  static final String ROUTE = "creating/:operation";

  private CreatingNavigation() {}

  /** Address of the page of one registration. */
  public static String path(OperationId registration) {
    return "creating/" + registration;
  }
}
