package io.labvm.ui.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A base of the store.
 *
 * @param id full id, {@code <name>-<n>}
 * @param newest true for the newest of its name
 * @param ssh true when it has an sshd
 */
public record BaseView(
    String id, String name, boolean newest, boolean ssh, @Nullable Instant createdAt) {}
