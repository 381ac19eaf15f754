package io.labvm.ui.versions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a desktop is backed up by itself, as it is scheduled now.
 *
 * @param everyMinutes time between two backups, 0 for none
 * @param next null when none is planned, or when that is not known yet
 * @param paused by an operator
 */
public record BackupSchedule(int everyMinutes, @Nullable Instant next, boolean paused) {
  /** No backups. */
  public static final BackupSchedule NONE = new BackupSchedule(0, null, false);
}
