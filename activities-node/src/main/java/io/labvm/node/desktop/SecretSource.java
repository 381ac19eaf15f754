package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;

/** Where a desktop's secrets come from, and which GPUs are its own. */
public interface SecretSource {
  /** Fails with SECRETS_UNAVAILABLE unless this node holds the desktop at this epoch. */
  Granted fetch(DesktopId desktop, long epoch);
}
