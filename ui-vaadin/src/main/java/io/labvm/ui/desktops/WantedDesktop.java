package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/**
 * A desktop that somebody asks for: nothing of it is checked yet.
 *
 * @param base full id or bare name; null for the platform's default
 * @param node null for automatic
 * @param language {@code zh_CN} (default) or {@code en_US}
 */
public record WantedDesktop(
    @Nullable String base, @Nullable String node, @Nullable String language) {}
