package io.labvm.ui.audit;

import io.labvm.contract.desktop.DesktopId;
import java.util.List;

/** Reads the audit; admins only. */
public interface AuditLog {
  /**
   * The newest lines that hold the text in who, what, on what or from where.
   *
   * @param text empty for all
   * @param before only lines with smaller ids; {@link Long#MAX_VALUE} for the newest
   */
  List<AuditEntry> newest(Actor caller, String text, long before, int limit);

  /** The newest lines about a desktop, its operations and its owner's registration. */
  List<AuditEntry> ofDesktop(Actor caller, DesktopId desktop, int limit);
}
