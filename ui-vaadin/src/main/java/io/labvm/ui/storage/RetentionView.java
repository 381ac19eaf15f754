package io.labvm.ui.storage;

import io.labvm.contract.storage.RetentionRules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long the versions of a desktop are kept.
 *
 * @param inherited whether these are the installation's rules
 * @param nextPruningAt when versions are removed next; null while that is not scheduled
 */
public record RetentionView(
    RetentionRules rules, boolean inherited, @Nullable Instant nextPruningAt) {}
