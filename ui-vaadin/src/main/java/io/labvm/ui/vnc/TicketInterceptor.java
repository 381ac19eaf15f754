package io.labvm.ui.vnc;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.vnc.VncTickets.Grant;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Lets in who has a ticket. It comes as a sub-protocol value, the one header that a browser lets a
 * page set on a WebSocket: URLs end up in logs and histories.
 */
@Component
class TicketInterceptor implements HandshakeInterceptor {
  /** The sub-protocol that the bridge speaks. */
  static final String PROTOCOL = "binary";

  /** Attribute of the WebSocket session: what its ticket allowed. */
  static final String GRANT = "labvm.grant";

  private static final String PREFIX = "ticket.";

  private final VncTickets tickets;
  private final CurrentAccount current;

  TicketInterceptor(VncTickets tickets, CurrentAccount current) {
    this.tickets = tickets;
    this.current = current;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    Optional<Grant> grant = grant(request);
    grant.ifPresent(found -> attributes.put(GRANT, found));
    if (grant.isEmpty()) {
      response.setStatusCode(HttpStatus.FORBIDDEN);
    }
    return grant.isPresent();
  }

  private Optional<Grant> grant(ServerHttpRequest request) {
    HttpSession session =
        request instanceof ServletServerHttpRequest servlet
            ? servlet.getServletRequest().getSession(false)
            : null;
    if (session == null) {
      return Optional.empty();
    }
    try {
      var account = current.caller().account();
      return ticket(request).flatMap(ticket -> tickets.use(ticket, account, session.getId()));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ticket(ServerHttpRequest request) {
    List<String> offered =
        request.getHeaders().getOrDefault(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, List.of());
    return offered.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(protocol -> protocol.startsWith(PREFIX))
        .map(protocol -> protocol.substring(PREFIX.length()))
        .findFirst();
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception exception) {}
}
