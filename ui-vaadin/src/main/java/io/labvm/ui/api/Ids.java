package io.labvm.ui.api;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.problem.ProblemException;

/** Reads ids from paths: what cannot be an id is an unknown one. */
final class Ids {
  private Ids() {}

  static DesktopId desktop(String text) {
    try {
      return new DesktopId(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("desktop");
    }
  }

  static OperationId operation(String text) {
    try {
      return new OperationId(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("operation");
    }
  }
}
