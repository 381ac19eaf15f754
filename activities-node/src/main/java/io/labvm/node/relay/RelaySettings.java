package io.labvm.node.relay;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the relay serves.
 *
 * @param address where it listens; port 0 for any
 * @param connections at most at once
 * @param perDesktop connections of one desktop at most
 * @param opening how long TLS and ticket may take
 */
public record RelaySettings(
    InetSocketAddress address, int connections, int perDesktop, Duration opening) {}
