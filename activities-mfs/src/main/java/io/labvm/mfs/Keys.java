package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;

/** The contract's ids in the words of the store. */
final class Keys {
  private Keys() {}

  static DesktopKey of(DesktopId desktop) {
    return new DesktopKey(desktop.value());
  }

  static OperationKey of(OperationId operation) {
    return new OperationKey(operation.value());
  }
}
