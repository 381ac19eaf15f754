package io.labvm.ui.vnc;

import io.labvm.gateway.connector.Route;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.desktops.DesktopRoutes;
import io.labvm.ui.vnc.VncTickets.Grant;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.web.session.HttpSessionDestroyedEvent;
import org.springframework.security.web.session.HttpSessionIdChangedEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/**
 * Joins WebSockets and relay connections, one of each. Closes both when the desktop stops or moves,
 * when the session ends, and after a long silence.
 */
@Component
class VncBridge extends BinaryWebSocketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(VncBridge.class);

  /** 4000 to 4999 are an application's own. */
  private static final CloseStatus NOT_REACHABLE = new CloseStatus(4001, "not reachable");

  private static final CloseStatus MOVED = new CloseStatus(4002, "stopped or moved");
  private static final CloseStatus SESSION_ENDED = new CloseStatus(4003, "session ended");
  private static final CloseStatus IDLE = new CloseStatus(4004, "idle");
  private static final CloseStatus TOO_MANY = new CloseStatus(4005, "too many connections");

  private final DesktopRoutes routes;
  private final RelayDialer dialer;
  private final ChangeFeed feed;
  private final PortalProperties.BrowserView settings;
  private final Map<String, BridgedDesktop> open = new ConcurrentHashMap<>();

  VncBridge(
      DesktopRoutes routes, RelayDialer dialer, ChangeFeed feed, PortalProperties properties) {
    this.routes = routes;
    this.dialer = dialer;
    this.feed = feed;
    this.settings = properties.browserView();
  }

  /** A message may come in parts of any size: nothing is kept but the part at hand. */
  @Override
  public boolean supportsPartialMessages() {
    return true;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession browser) throws Exception {
    Grant grant =
        (Grant) Objects.requireNonNull(browser.getAttributes().get(TicketInterceptor.GRANT));
    if (count(grant) >= settings.connections()) {
      browser.close(TOO_MANY);
      return;
    }
    Route route = routes.of(grant.desktop()).orElse(null);
    if (route == null) {
      browser.close(NOT_REACHABLE);
      return;
    }
    try {
      join(browser, grant, route);
    } catch (IOException e) {
      LOG.info("desktop {} cannot be shown: {}", grant.desktop(), e.getMessage());
      browser.close(NOT_REACHABLE);
    }
  }

  private long count(Grant grant) {
    return open.values().stream()
        .filter(bridged -> bridged.grant().account().equals(grant.account()))
        .count();
  }

  private void join(WebSocketSession browser, Grant grant, Route route) throws IOException {
    BridgedDesktop bridged = new BridgedDesktop(browser, dialer.dial(route), grant, route);
    open.put(browser.getId(), bridged);
    bridged.start(
        feed.subscribe(
            change -> change.concerns(Change.Kind.DESKTOP, grant.desktop().value()),
            _ -> closeIfMoved(bridged)));
    // What changed between the look at the route and the subscription, nobody tells.
    closeIfMoved(bridged);
  }

  /** Asked at each change of the desktop's row. */
  private void closeIfMoved(BridgedDesktop bridged) {
    boolean same =
        routes
            .of(bridged.grant().desktop())
            .filter(Route::reachable)
            .filter(now -> now.epoch() == bridged.route().epoch())
            .filter(now -> Objects.equals(now.node(), bridged.route().node()))
            .isPresent();
    if (!same) {
      bridged.close(MOVED);
    }
  }

  /** Blocks while the desktop does not read: so the browser's connection fills, not our memory. */
  @Override
  protected void handleBinaryMessage(WebSocketSession browser, BinaryMessage message)
      throws IOException {
    BridgedDesktop bridged = open.get(browser.getId());
    if (bridged != null) {
      bridged.toDesktop(message.getPayload());
    }
  }

  @Override
  public void handleTransportError(WebSocketSession browser, Throwable exception) {
    LOG.debug("browser connection {} failed", browser.getId(), exception);
  }

  @Override
  public void afterConnectionClosed(WebSocketSession browser, CloseStatus status) {
    BridgedDesktop bridged = open.remove(browser.getId());
    if (bridged != null) {
      bridged.close(CloseStatus.NORMAL);
    }
  }

  @EventListener
  void sessionEnded(HttpSessionDestroyedEvent event) {
    open.values().stream()
        .filter(bridged -> bridged.grant().session().equals(event.getId()))
        .forEach(bridged -> bridged.closeAtOnce(SESSION_ENDED));
  }

  /** Somebody signed in on this session anew. */
  @EventListener
  void sessionRenamed(HttpSessionIdChangedEvent event) {
    closeAll(bridged -> bridged.grant().session().equals(event.getOldSessionId()), SESSION_ENDED);
  }

  @Scheduled(fixedDelayString = "PT15S")
  void closeIdle() {
    closeAll(bridged -> bridged.silent(settings.idle()), IDLE);
  }

  private void closeAll(Predicate<BridgedDesktop> which, CloseStatus why) {
    open.values().stream().filter(which).forEach(bridged -> bridged.close(why));
  }
}
