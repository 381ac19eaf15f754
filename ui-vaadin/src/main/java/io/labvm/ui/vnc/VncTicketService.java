package io.labvm.ui.vnc;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;

/** Gives out the one-time tickets that open a desktop in the browser. */
public interface VncTicketService {
  /**
   * A new ticket for the caller's own desktop, useful only in the given session.
   *
   * @param session id of the HTTP session that will open the WebSocket
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when it does not run
   */
  VncAccess open(Caller caller, DesktopId desktop, String session);
}
