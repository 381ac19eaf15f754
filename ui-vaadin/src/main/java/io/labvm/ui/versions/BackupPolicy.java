package io.labvm.ui.versions;

import org.jspecify.annotations.Nullable;

/**
 * How often a desktop is backed up by itself.
 *
 * @param everyMinutes time between two backups, 0 for none; null for the installation's setting
 */
public record BackupPolicy(@Nullable Integer everyMinutes) {}
