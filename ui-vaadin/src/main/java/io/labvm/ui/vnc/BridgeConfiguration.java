package io.labvm.ui.vnc;

import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayConnector;
import io.labvm.ui.PortalProperties;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Puts the bridge on its path: only pages of the portal itself may open it. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class BridgeConfiguration {
  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  @ConditionalOnMissingBean
  RelayDialer relayDialer(PortalProperties properties) throws IOException {
    RelayConnector connector =
        RelayConnector.load(properties.caFile(), properties.ticketKeyFile(), DIAL_TIMEOUT);
    return route -> connector.open(route, Purpose.VNC);
  }

  @Bean
  WebSocketConfigurer bridgeMapping(
      VncBridge bridge, TicketInterceptor tickets, PortalProperties properties) {
    return registry -> map(registry, bridge, tickets, properties);
  }

  private static void map(
      WebSocketHandlerRegistry registry,
      VncBridge bridge,
      TicketInterceptor tickets,
      PortalProperties properties) {
    DefaultHandshakeHandler handshake = new DefaultHandshakeHandler();
    handshake.setSupportedProtocols(TicketInterceptor.PROTOCOL);
    registry
        .addHandler(bridge, VncTickets.PATH)
        .setHandshakeHandler(handshake)
        .addInterceptors(tickets)
        .setAllowedOrigins(origin(properties));
  }

  private static String origin(PortalProperties properties) {
    var url = properties.publicUrl();
    return url.getScheme() + "://" + url.getAuthority();
  }
}
