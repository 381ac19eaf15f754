package io.labvm.control.storage;

import io.labvm.contract.storage.MaintenanceKind;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the store is looked after.
 *
 * @param prune between two removals of versions by the desktops' rules
 * @param fold between two shortenings of stacks; also empties the store's trash
 * @param verify between two readings; each reads a seventh of the contents
 * @param rebuild between two renewals of the lists and the database's copy
 * @param measure between two measurements
 * @param kept how long runs and measurements are remembered
 */
@ConfigurationProperties(prefix = "labvm.storage", ignoreUnknownFields = false)
public record StorageProperties(
    @DefaultValue("24h") Duration prune,
    @DefaultValue("1h") Duration fold,
    @DefaultValue("24h") Duration verify,
    @DefaultValue("7d") Duration rebuild,
    @DefaultValue("15m") Duration measure,
    @DefaultValue("90d") Duration kept) {
  Duration every(MaintenanceKind kind) {
    return switch (kind) {
      case PRUNE -> prune;
      case FOLD -> fold;
      case VERIFY -> verify;
      case REBUILD -> rebuild;
      case MEASURE -> measure;
    };
  }
}
