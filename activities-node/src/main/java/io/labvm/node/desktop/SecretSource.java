package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.rundir.DesktopInput;

/** Where a desktop's secrets come from. */
public interface SecretSource {
  /** Fails with SECRETS_UNAVAILABLE unless this node holds the desktop at this epoch. */
  DesktopInput fetch(DesktopId desktop, long epoch);
}
