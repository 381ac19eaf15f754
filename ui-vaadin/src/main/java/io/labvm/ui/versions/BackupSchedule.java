package io.labvm.ui.versions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a desktop is backed up by itself.
 *
 * @param everyMinutes time between two backups, 0 for none
 * @param next null when none is planned
 */
public record BackupSchedule(int everyMinutes, @Nullable Instant next) {}
