package io.labvm.ui.vnc;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.Route;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.desktops.DesktopRoutes;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/**
 * Tickets in memory: the WebSocket goes to the process that holds the session, which also made the
 * ticket.
 */
@Service
class VncTickets implements VncTicketService {
  /** Path of the bridge. */
  static final String PATH = "/vnc-ws";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST = 10_000;

  private final DesktopService desktops;
  private final DesktopRoutes routes;
  private final PortalProperties.BrowserView settings;
  private final Clock clock;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  VncTickets(
      DesktopService desktops, DesktopRoutes routes, PortalProperties properties, Clock clock) {
    this.desktops = desktops;
    this.routes = routes;
    this.settings = properties.browserView();
    this.clock = clock;
  }

  /** What a ticket allows. */
  record Grant(AccountId account, DesktopId desktop, String session, Instant end) {}

  @Override
  public VncAccess open(Caller caller, DesktopId desktop, String session) {
    String secret = desktops.vncSecret(caller, desktop);
    if (routes.of(desktop).filter(Route::reachable).isEmpty()) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "The desktop does not run.");
    }
    Instant now = clock.instant();
    if (grants.size() >= MOST) {
      grants.values().removeIf(grant -> grant.end().isBefore(now));
    }
    String ticket = random();
    Instant end = now.plus(settings.ticketLife());
    grants.put(ticket, new Grant(caller.account(), desktop, session, end));
    return new VncAccess(ticket, secret, PATH);
  }

  /** The grant of a ticket, once; empty when it is unknown, used, late or another session's. */
  Optional<Grant> use(String ticket, AccountId account, String session) {
    return Optional.ofNullable(grants.remove(ticket))
        .filter(grant -> grant.end().isAfter(clock.instant()))
        .filter(grant -> grant.session().equals(session) && grant.account().equals(account));
  }

  private static String random() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
