package io.labvm.mfs;

import io.labvm.contract.store.BaseId;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store has no such base. */
final class UnknownBaseException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnknownBaseException(BaseId base, @Nullable Throwable cause) {
    super("no base " + base + " in the store", cause);
  }
}
