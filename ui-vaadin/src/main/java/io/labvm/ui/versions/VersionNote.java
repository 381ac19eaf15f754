package io.labvm.ui.versions;

import org.jspecify.annotations.Nullable;

/**
 * What a person notes about a version; null leaves something as it is.
 *
 * @param label at most 200 characters; empty takes it away
 * @param pinned whether no rule may remove the version
 */
public record VersionNote(@Nullable String label, @Nullable Boolean pinned) {}
