package io.labvm.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one source may do before it is turned away.
 *
 * @param vncFailures failed VNC logins per source and desktop within {@code vncWindow}
 * @param vncPause how long the source is then refused at this desktop
 * @param sshConnections new SSH connections per source within {@code sshWindow}
 * @param connectionsPerDesktop open ones at a time, VNC and SSH together
 * @param handshakeTimeout until a VNC client must be logged in
 * @param comeBack how long a client is held whose desktop is being brought back
 * @param idleTimeout a connection without a byte in either direction for so long is closed
 */
record GatewayLimits(
    @DefaultValue("5") int vncFailures,
    @DefaultValue("5m") Duration vncWindow,
    @DefaultValue("60s") Duration vncPause,
    @DefaultValue("30") int sshConnections,
    @DefaultValue("60s") Duration sshWindow,
    @DefaultValue("64") int connectionsPerDesktop,
    @DefaultValue("30s") Duration handshakeTimeout,
    @DefaultValue("60s") Duration comeBack,
    @DefaultValue("12h") Duration idleTimeout) {}
