package io.labvm.control.backup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Backups by themselves.
 *
 * @param every time between two of one desktop, in whole minutes, unless its owner wants another;
 *     zero for none
 * @param catchUp how old a due time may be, after a time without Temporal, to be kept
 */
@ConfigurationProperties(prefix = "labvm.backup", ignoreUnknownFields = false)
public record BackupProperties(
    @DefaultValue("60m") Duration every, @DefaultValue("10m") Duration catchUp) {
  public BackupProperties {
    if (every.isNegative() || (!every.isZero() && every.toMinutes() < 1)) {
      throw new IllegalArgumentException("labvm.backup.every must be zero or a minute or more");
    }
  }

  int minutes() {
    return Math.toIntExact(every.toMinutes());
  }
}
