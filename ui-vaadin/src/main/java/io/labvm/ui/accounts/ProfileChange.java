package io.labvm.ui.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What a member may change about themselves; null leaves a value as it is, an empty phone removes
 * it.
 */
public record ProfileChange(
    @Nullable String displayName,
    @Nullable String mail,
    @Nullable String phone,
    @Nullable String language) {}
