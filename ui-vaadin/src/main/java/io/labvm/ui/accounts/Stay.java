package io.labvm.ui.accounts;

/** How long a browser stays signed in. */
public enum Stay {
  /** While it is open and used; a restart of the portal ends nothing. */
  WHILE_USED,

  /** For a fixed time, also when the browser was closed: the member asked for it. */
  KEPT
}
