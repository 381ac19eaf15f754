package io.labvm.ui.internal;

import io.labvm.ui.accounts.Caller;

/** Looks after all parts of the platform. */
public interface HealthService {
  /**
   * Checks everything now; takes up to 15 s when a part is silent. Calls at the same time share one
   * check. Admins only.
   */
  Health check(Caller caller);
}
