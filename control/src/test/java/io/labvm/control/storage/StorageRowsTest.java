package io.labvm.control.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.DesktopRules;
import io.labvm.contract.storage.DesktopUsage;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceProgress;
import io.labvm.contract.storage.MaintenanceSnapshot;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.StoredVersion;
import io.labvm.contract.storage.VersionPage;
import io.labvm.control.Rows;
import io.labvm.schema.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What upkeep leaves in the database. */
class StorageRowsTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final long NOW = System.currentTimeMillis();

  private final DataSource source = TestDatabase.create().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final Rows rows = new Rows(jdbc);
  private final Runs runs = new Runs(jdbc, transactions);
  private final VersionCopies copies = new VersionCopies(jdbc, transactions);

  private static MaintenanceSnapshot run(String id, MaintenanceState state, long done) {
    var progress = new MaintenanceProgress("d1", done, 2, 1, 5, 1, 0, List.of("a finding"));
    return new MaintenanceSnapshot(
        new OperationId(id), MaintenanceKind.VERIFY, state, "schedule", done, progress);
  }

  private String state(String id) {
    return rows.text("select state || ' ' || done from maintenance where id = ?", id);
  }

  @Test
  void oneRunOfAKindAtATime() {
    assertThat(runs.begin(run("r1", MaintenanceState.RUNNING, 0), "w1")).isTrue();
    assertThat(runs.begin(run("r1", MaintenanceState.RUNNING, 0), "w1")).isTrue();
    assertThat(runs.begin(run("r2", MaintenanceState.RUNNING, 0), "w2")).isFalse();
    runs.project(run("r1", MaintenanceState.RUNNING, 1));
    runs.project(run("r1", MaintenanceState.RUNNING, 0));
    assertThat(state("r1")).isEqualTo("running 1");
    runs.project(run("r1", MaintenanceState.SUCCEEDED, 2));
    runs.project(run("r1", MaintenanceState.RUNNING, 3));
    assertThat(state("r1")).isEqualTo("succeeded 2");
    assertThat(rows.text("select problems ->> 0 from maintenance where id = 'r1'"))
        .isEqualTo("a finding");
    assertThat(runs.begin(run("r2", MaintenanceState.RUNNING, 0), "w2")).isTrue();
  }

  @Test
  void whatSomebodyAskedForIsStartedOnceAndEndedWhenAnotherRuns() {
    rows.run(
        "insert into maintenance (id, kind, state, requested_by)"
            + " values ('r1', 'verify', 'queued', 'a1')");
    assertThat(runs.wanted()).extracting(Runs.Wanted::requestedBy).containsExactly("a1");
    assertThat(runs.begin(run("r0", MaintenanceState.RUNNING, 0), "w0")).isTrue();
    assertThat(runs.begin(run("r1", MaintenanceState.RUNNING, 0), "w1")).isFalse();
    assertThat(state("r1")).isEqualTo("failed 0");
    assertThat(runs.wanted()).isEmpty();
  }

  @Test
  void aRunThatSaysNothingIsFoundAndEnded() {
    assertThat(runs.begin(run("r1", MaintenanceState.RUNNING, 0), "w1")).isTrue();
    assertThat(runs.silent()).isEmpty();
    rows.run("update maintenance set updated_at = now() - interval '10 minutes'");
    assertThat(runs.silent()).extracting(Runs.Open::workflow).containsExactly("w1");
    runs.end("r1", "it was ended from outside");
    assertThat(state("r1")).isEqualTo("failed 0");
    runs.forget(1);
    assertThat(state("r1")).isEqualTo("failed 0");
  }

  private static StoredVersion version(long number, @Nullable String damage) {
    return new StoredVersion(
        number,
        NOW - 900_000,
        NOW,
        "manual",
        "",
        number == 2,
        "frozen",
        1,
        2,
        3,
        new OperationId("op"),
        NOW,
        damage,
        10,
        4,
        List.of());
  }

  private static VersionPage page(List<StoredVersion> versions) {
    return new VersionPage(DESKTOP, 0, 9, true, NOW, versions, List.of());
  }

  @Test
  void versionsFollowTheStore() {
    rows.desktop("d1");
    copies.take(page(List.of(version(1, null), version(2, "layer 7 is damaged"))));
    assertThat(rows.text("select string_agg(number || coalesce(damage, ''), ',') from version"))
        .isEqualTo("1,2layer 7 is damaged");
    assertThat(rows.text("select pinned || ' ' || unique_bytes from version where number = 2"))
        .isEqualTo("true 4");
    copies.take(page(List.of(version(2, null))));
    assertThat(rows.text("select number || coalesce(damage, '') from version")).isEqualTo("2");
    copies.take(new VersionPage(DESKTOP, 0, 9, true, NOW, List.of(), List.of(2L)));
    assertThat(rows.text("select damage from version")).contains("cannot be read");
  }

  @Test
  void aVersionThatWasJustMadeIsNotTakenAway() {
    rows.desktop("d1");
    copies.take(page(List.of(version(1, null))));
    rows.run("update version set created_at = now()");
    copies.take(page(List.of()));
    assertThat(rows.text("select count(*)::text from version")).isEqualTo("1");
  }

  @Test
  void aVersionThatWasJustMadeIsTakenAwayWhenTheStoreHasOnlyLaterOnes() {
    rows.desktop("d1");
    copies.take(page(List.of(version(1, null), version(2, null))));
    rows.run("update version set created_at = now()");
    copies.take(page(List.of(version(2, null))));
    assertThat(rows.text("select string_agg(number::text, ',') from version")).isEqualTo("2");
  }

  @Test
  void aDesktopHasItsOwnRulesOrThoseOfAll() {
    rows.desktop("d1");
    rows.desktop("d2");
    rows.run(
        "update desktop set retention ="
            + " '{\"last\":1,\"hourly\":0,\"daily\":0,\"weekly\":0,\"monthly\":0}' where id = 'd1'");
    assertThat(new Retentions(jdbc).of(List.of(DESKTOP, new DesktopId("d2"), new DesktopId("x"))))
        .containsExactlyInAnyOrder(
            new DesktopRules(DESKTOP, new RetentionRules(1, 0, 0, 0, 0)),
            new DesktopRules(new DesktopId("d2"), RetentionRules.DEFAULT));
  }

  @Test
  void measurementsAddUpAndDesktopsAreReplaced() {
    for (long at : List.of(NOW - 1, NOW, NOW)) {
      copies.take(
          new StoreUsage(
              at, 100, 40, "ext4", 1, 2, 3, List.of(new DesktopUsage(DESKTOP, 2, 10, 4)), 0));
    }
    assertThat(rows.text("select count(*)::text from store_usage")).isEqualTo("2");
    assertThat(rows.text("select bytes::text from desktop_usage")).isEqualTo("10");
  }
}
