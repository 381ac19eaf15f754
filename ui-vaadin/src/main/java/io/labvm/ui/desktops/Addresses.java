package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/**
 * Where a desktop is reached; the same for life.
 *
 * @param vnc {@code host:port}
 * @param ssh {@code host:port}, null where the base has no sshd
 * @param browser absolute URL of its page
 */
public record Addresses(String vnc, @Nullable String ssh, String browser) {}
