package io.labvm.control.storage;

import io.labvm.contract.storage.DesktopUsage;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.StoredVersion;
import io.labvm.contract.storage.VersionPage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** What the database repeats of the store. */
@Component
class VersionCopies {
  /**
   * A version may have been made, and shown, after the store was looked at; but not before one that
   * was seen there, since they are made in the order of their numbers.
   */
  private static final long YOUNG_MILLIS = 600_000;

  private static final String UNREADABLE = "its document cannot be read";
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final JsonMapper json = JsonMapper.builder().build();

  VersionCopies(JdbcClient database, TransactionOperations transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  /** Makes the rows in the page's range those of the store. A desktop without a row has none. */
  void take(VersionPage page) {
    transactions.executeWithoutResult(
        _ -> {
          page.versions().forEach(version -> put(page, version));
          page.unreadable().forEach(number -> markUnreadable(page, number));
          removeOthers(page);
        });
  }

  private void put(VersionPage page, StoredVersion version) {
    database
        .sql(
            """
            insert into version (desktop, number, created_at, complete_up_to, trigger, label,
              pinned, consistency, layers, entries, bytes, operation, verified_at, damage,
              total_bytes, unique_bytes, left_out)
            select :desktop, :number, :created, :complete, :trigger, :label, :pinned, :consistency,
              :layers, :entries, :bytes, :operation, :verified, :damage, :total, :unique,
              cast(:leftOut as jsonb)
            where exists (select 1 from desktop where id = :desktop and deleted_at is null)
            on conflict (desktop, number) do update set label = excluded.label,
              pinned = excluded.pinned, layers = excluded.layers,
              verified_at = greatest(version.verified_at, excluded.verified_at),
              damage = excluded.damage, total_bytes = excluded.total_bytes,
              unique_bytes = excluded.unique_bytes, left_out = excluded.left_out
            """)
        .param("desktop", page.desktop().value())
        .param("number", version.version())
        .param("created", time(version.createdMillis()))
        .param("complete", time(version.completeUpToMillis()))
        .param("trigger", version.trigger())
        .param("label", version.label())
        .param("pinned", version.pinned())
        .param("consistency", version.consistency())
        .param("layers", version.layers())
        .param("entries", version.entries())
        .param("bytes", version.bytes())
        .param("operation", version.operation().value())
        .param("verified", verified(version))
        .param("damage", version.damage())
        .param("total", version.totalBytes())
        .param("unique", version.uniqueBytes())
        .param("leftOut", json.writeValueAsString(version.leftOut()))
        .update();
  }

  private void markUnreadable(VersionPage page, long number) {
    database
        .sql("update version set damage = ? where desktop = ? and number = ?")
        .params(UNREADABLE, page.desktop().value(), number)
        .update();
  }

  private void removeOthers(VersionPage page) {
    List<Long> there =
        Stream.concat(
                page.versions().stream().map(StoredVersion::version), page.unreadable().stream())
            .toList();
    database
        .sql(
            """
            delete from version where desktop = :desktop and number > :after
              and (:last or number <= :upTo) and not (number = any(:there))
              and (number < :newest or created_at < :before)
            """)
        .param("desktop", page.desktop().value())
        .param("after", page.after())
        .param("last", page.last())
        .param("upTo", page.upTo())
        .param("there", there.toArray(Long[]::new))
        .param("newest", there.stream().mapToLong(Long::longValue).max().orElse(0))
        .param("before", time(page.listedMillis() - YOUNG_MILLIS))
        .update();
  }

  /** Adds a measurement; one of the same moment is the same one. */
  void take(StoreUsage usage) {
    transactions.executeWithoutResult(
        _ -> {
          database
              .sql(
                  """
                  insert into store_usage (at, file_system, total_bytes, free_bytes, base_bytes,
                    layer_bytes, data_bytes, unreadable)
                  values (:at, :type, :total, :free, :bases, :layers, :data, :unreadable)
                  on conflict (at) do nothing
                  """)
              .param("at", time(usage.measuredMillis()))
              .param("type", usage.fileSystem())
              .param("total", usage.totalBytes())
              .param("free", usage.freeBytes())
              .param("bases", usage.baseBytes())
              .param("layers", usage.layerBytes())
              .param("data", usage.dataBytes())
              .param("unreadable", usage.unreadable())
              .update();
          database.sql("delete from desktop_usage").update();
          usage.desktops().forEach(desktop -> put(usage, desktop));
        });
  }

  private void put(StoreUsage usage, DesktopUsage desktop) {
    database
        .sql(
            "insert into desktop_usage (desktop, at, versions, bytes, unique_bytes)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            desktop.desktop().value(),
            time(usage.measuredMillis()),
            desktop.versions(),
            desktop.bytes(),
            desktop.uniqueBytes())
        .update();
  }

  private static @Nullable OffsetDateTime verified(StoredVersion version) {
    Long millis = version.verifiedMillis();
    return millis == null ? null : time(millis);
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
