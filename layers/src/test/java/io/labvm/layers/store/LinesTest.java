package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restore, fork, pin, delete and prune. */
class LinesTest {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;
  private static final Retention LAST = new Retention(1, 0, 0, 0, 0);

  @TempDir private Path home;
  private ShippedDesktop desktop;

  @BeforeEach
  void makeVersions() throws Exception {
    desktop = ShippedDesktop.create(home);
    for (int i = 1; i <= 3; i++) {
      desktop.ship(new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "" + i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
  }

  private static OperationKey key(String text) {
    return new OperationKey(text);
  }

  private Lines lines() throws Exception {
    return desktop.store().lines(DESKTOP);
  }

  @Test
  void restoring_makes_the_next_version_once() throws Exception {
    Version made = lines().restore(1, Lines.Staged.KEEP, key("back"));
    assertThat(made.number()).isEqualTo(4);
    assertThat(made.covers()).isEmpty();
    assertThat(made.trigger()).isEqualTo("restore");
    assertThat(desktop.read(4, "counter")).contains("at 1");
    assertThat(lines().restore(1, Lines.Staged.KEEP, key("back"))).isEqualTo(made);
    assertThat(desktop.versions().numbers()).containsExactly(4, 3, 2, 1, 0);
  }

  @Test
  void restoring_does_not_leave_shipped_changes_behind_unasked() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "at 4"));
    assertThatThrownBy(() -> lines().restore(1, Lines.Staged.KEEP, key("back")))
        .hasMessageContaining("staged changes");
    assertThat(lines().restore(1, Lines.Staged.DISCARD, key("back")).number()).isEqualTo(4);
  }

  @Test
  void a_fork_shows_the_version_it_was_made_of() throws Exception {
    DesktopKey copy = new DesktopKey("copy");
    lines().fork(2, copy, key("fork"));
    lines().fork(2, copy, key("fork"));
    assertThatThrownBy(() -> lines().fork(2, copy, key("other"))).hasMessageContaining("exists");
    Store store = desktop.store();
    Version first = store.versions(copy).newest();
    assertThat(first.number()).isZero();
    assertThat(first.layers()).isEqualTo(desktop.versions().get(2).layers());
    assertThat(store.desktops().currentEpoch(copy)).isEmpty();
  }

  @Test
  void a_fork_repeated_after_its_source_was_pruned_is_the_same() throws Exception {
    DesktopKey copy = new DesktopKey("copy");
    lines().fork(2, copy, key("fork"));
    lines().delete(2, key("delete"));
    lines().fork(2, copy, key("fork"));
    assertThat(desktop.store().versions(copy).numbers()).containsExactly(0);
    assertThatThrownBy(() -> lines().fork(2, copy, key("other"))).isInstanceOf(IOException.class);
  }

  @Test
  void a_fork_that_fails_leaves_nothing() throws Exception {
    try (var _ =
        Faults.once(
            "desktop.write.after",
            () -> {
              throw new IOException("full");
            })) {
      assertThatThrownBy(() -> lines().fork(2, new DesktopKey("copy"), key("fork")))
          .hasMessageContaining("full");
    }
    assertThat(desktop.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void the_newest_the_pinned_and_the_mounted_stay() throws Exception {
    desktop.versions().pin(2, key("pin"));
    desktop.versions().pin(2, key("pin-2"));
    assertThatThrownBy(() -> lines().delete(3, key("d"))).hasMessageContaining("newest");
    assertThatThrownBy(() -> lines().delete(2, key("d"))).hasMessageContaining("pinned");
    assertThatThrownBy(() -> lines().delete(0, key("d"))).hasMessageContaining("stands on");
    lines().delete(1, key("d"));
    lines().delete(1, key("d"));
    assertThatThrownBy(() -> lines().delete(1, key("other"))).hasMessageContaining("no version");
    assertThat(desktop.versions().numbers()).containsExactly(3, 2, 0);
    desktop.versions().unpin(2);
    assertThat(desktop.versions().marks(2).pinned()).isFalse();
    assertThat(desktop.read(3, "counter")).contains("at 3");
  }

  @Test
  void pruned_versions_give_their_layers_back_when_none_lists_them() throws Exception {
    assertThat(lines().restore(0, Lines.Staged.KEEP, key("back")).number()).isEqualTo(4);
    desktop.start("u2", 4);
    desktop.later(Duration.ofDays(8));
    Prune prune = desktop.store().prune(DESKTOP);
    assertThat(prune.plan(LAST).removed()).containsExactly(1, 2, 3);
    assertThat(desktop.versions().numbers()).hasSize(5);
    Pruned first = prune.run(LAST, Prune.Waits.SAFE, key("p1"));
    assertThat(first.removed()).containsExactly(1, 2, 3);
    assertThat(first.layers()).isEmpty();
    assertThat(first.waiting()).isEqualTo(3);
    Pruned second = prune.run(LAST, Prune.Waits.SAFE, key("p2"));
    assertThat(second.layers()).as("ten minutes have not passed").isEmpty();
    assertThat(prune.run(LAST, Prune.Waits.NOW, key("now")).layers())
        .as("a seal that runs may have found its layer there")
        .isEmpty();
    desktop.later(Duration.ofMinutes(10));
    Pruned third = prune.run(LAST, Prune.Waits.NOW, key("p3"));
    assertThat(third.layers()).hasSize(3);
    assertThat(third.freed()).isPositive();
    assertThat(desktop.root().resolve("trash")).isEmptyDirectory();
    assertThat(desktop.read(4, "usr/tool")).contains("tool\n");
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  /** What the restore made is newer and stands for it in every period. */
  @Test
  void what_a_restore_kept_first_stays_so_that_it_can_be_undone() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "just now"));
    var safety =
        new SealRequest(DESKTOP, Optional.empty(), "", Version.BEFORE_RESTORE, key("safety"));
    assertThat(desktop.store().seals().seal(safety).version()).isEqualTo(4);
    assertThat(lines().restore(1, Lines.Staged.KEEP, key("back")).number()).isEqualTo(5);
    desktop.start("u2", 5);
    Prune prune = desktop.store().prune(DESKTOP);
    assertThat(prune.plan(LAST).kept()).containsExactly(0, 4, 5);
    assertThat(prune.run(LAST, Prune.Waits.SAFE, key("p")).removed()).containsExactly(1, 2, 3);
    lines().delete(4, key("delete"));
    assertThat(desktop.versions().numbers()).containsExactly(5, 0);
  }

  /** As of a desktop that was stopped: its last version is what a restore can be undone with. */
  @Test
  void what_a_restore_left_stays_also_when_nothing_was_new() throws Exception {
    assertThat(lines().restore(1, Lines.Staged.KEEP, key("back")).number()).isEqualTo(4);
    assertThat(desktop.store().prune(DESKTOP).plan(LAST).kept())
        .contains(3, 4)
        .doesNotContain(1, 2);
    desktop.start("u2", 4);
    desktop.later(Duration.ofDays(8));
    assertThat(desktop.store().prune(DESKTOP).plan(LAST).kept()).doesNotContain(3);
  }

  /** The base is there anyway, and whoever breaks their machine can always begin anew. */
  @Test
  void the_bare_base_stays_and_the_layers_a_fork_began_with_may_go() throws Exception {
    desktop.start("u2", 3); // or version 0 would stay for the upper on it
    assertThat(desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.SAFE, key("p")).kept())
        .containsExactly(0, 3);
    assertThatThrownBy(() -> lines().delete(0, key("delete"))).hasMessageContaining("base alone");

    DesktopKey copy = new DesktopKey("copy");
    lines().fork(3, copy, key("fork"));
    assertThat(desktop.store().lines(copy).restore(0, Lines.Staged.KEEP, key("again")).number())
        .isEqualTo(1);
    desktop.later(Duration.ofDays(8));
    assertThat(desktop.store().prune(copy).run(LAST, Prune.Waits.SAFE, key("p")).removed())
        .containsExactly(0);
  }

  @Test
  void a_layer_that_is_listed_again_comes_back() throws Exception {
    Digest layer = desktop.versions().get(3).layers().getLast();
    assertThat(desktop.store().layers().moveToTrash(layer)).isTrue();
    assertThat(lines().restore(3, Lines.Staged.KEEP, key("back")).number()).isEqualTo(4);
    assertThat(desktop.store().layers().exists(layer)).isTrue();
    assertThat(desktop.read(4, "counter")).contains("at 3");
  }

  @Test
  void a_prune_takes_listed_layers_back_from_the_trash() throws Exception {
    Digest layer = desktop.versions().get(3).layers().getLast();
    assertThat(desktop.store().layers().moveToTrash(layer)).isTrue();
    assertThat(desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("p")).freed())
        .as("only versions went")
        .isLessThan(10_000);
    assertThat(desktop.read(3, "counter")).contains("at 3");
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  @Test
  void the_trash_keeps_a_layer_that_is_listed() throws Exception {
    Digest layer = desktop.versions().get(3).layers().getLast();
    assertThat(desktop.store().layers().moveToTrash(layer)).isTrue();
    assertThat(new TrashSweep(desktop.store()).run(Duration.ZERO)).isZero();
    desktop.store().layers().require(List.of(layer));
    assertThat(desktop.read(3, "counter")).contains("at 3");
  }

  /** Makes version 1, takes it off the list and its layer to the trash; answers how to list it. */
  private static Faults.Step unlisted(ShippedDesktop made) throws Exception {
    made.ship(new DeltaBuilder().file("counter", "at 1"));
    Digest layer = made.seal("seal").layer().orElseThrow();
    Path document = made.root().resolve("desktops/d1/versions/1.json");
    byte[] listed = Files.readAllBytes(document);
    Files.delete(document);
    assertThat(made.store().layers().moveToTrash(layer)).isTrue();
    return () -> Files.write(document, listed);
  }

  @Test
  void a_layer_listed_while_the_trash_is_emptied_is_put_back(@TempDir Path other) throws Exception {
    ShippedDesktop made = ShippedDesktop.create(other);
    Faults.Step list = unlisted(made);
    try (var _ = Faults.once("prune.trash.before", list)) {
      assertThat(new TrashSweep(made.store()).run(Duration.ZERO)).isZero();
    }
    assertThat(made.read(1, "counter")).contains("at 1");
  }

  @Test
  void a_layer_listed_while_a_prune_dies_is_taken_back(@TempDir Path other) throws Exception {
    ShippedDesktop made = ShippedDesktop.create(other);
    Faults.Step list = unlisted(made);
    Faults.Step listAndDie =
        () -> {
          list.run();
          throw new IOException("dies");
        };
    try (var _ = Faults.once("prune.trash.before", listAndDie)) {
      assertThatThrownBy(() -> new TrashSweep(made.store()).run(Duration.ZERO))
          .hasMessageContaining("dies");
    }
    made.later(Bases.DEAD_AFTER.plusDays(1));
    var ignored = made.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("p"));
    assertThat(made.read(1, "counter")).contains("at 1");
  }

  @Test
  void a_restore_that_loses_its_number_to_its_own_repetition_makes_one_version(@TempDir Path other)
      throws Exception {
    ShippedDesktop made = ShippedDesktop.create(other);
    Lines lines = made.store().lines(DESKTOP);
    Faults.Step again =
        () -> {
          var ignored = lines.restore(0, Lines.Staged.KEEP, key("back"));
        };
    try (var _ = Faults.once("restore.version.before", again)) {
      assertThat(lines.restore(0, Lines.Staged.KEEP, key("back")).number()).isEqualTo(1);
    }
    assertThat(made.versions().numbers()).containsExactly(1, 0);
  }

  @Test
  void staging_goes_long_after_another_upper_took_the_desktop() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "at 4"));
    Path staging = desktop.root().resolve("desktops/d1/staging");
    Path stranger = Files.createDirectory(staging.resolve("stranger"));
    desktop.later(StagingSweep.LEFT_BEHIND.multipliedBy(3));
    assertThat(prune("own").leftBehind()).as("the holder's own").isZero();
    desktop.later(StagingSweep.LEFT_BEHIND.multipliedBy(-3));
    desktop.start("u2", 3);
    desktop.later(StagingSweep.LEFT_BEHIND.minusHours(1));
    assertThat(prune("early").leftBehind()).isZero();
    assertThat(staging.resolve("u1/seg-4")).exists();
    desktop.later(Duration.ofHours(2));
    assertThat(prune("due").leftBehind()).isOne();
    assertThat(staging).isDirectoryContaining(stranger::equals);
    assertThat(staging.resolve("u1")).doesNotExist();
    assertThat(desktop.root().resolve("trash"))
        .isDirectoryContaining("glob:**/staging.d1.u1.due.*");
    desktop.later(Prune.Waits.SAFE.trash());
    assertThat(prune("empty").leftBehind()).isZero();
    assertThat(desktop.root().resolve("trash")).isEmptyDirectory();
    assertThat(desktop.read(3, "counter")).contains("at 3");
  }

  @Test
  void staging_goes_too_when_no_epoch_that_is_looked_at_names_its_upper() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "at 4"));
    Path staging = desktop.root().resolve("desktops/d1/staging");
    for (int i = 0; i < DesktopStore.EPOCHS_SEARCHED - 1; i++) {
      desktop.start("u2", 3);
    }
    desktop.later(StagingSweep.LEFT_BEHIND.plusHours(1));
    Path epoch = desktop.root().resolve("desktops/d1/epochs/100");
    byte[] sound = Files.readAllBytes(epoch);
    Files.writeString(epoch, "{");
    assertThat(prune("damaged").leftBehind()).as("a damaged epoch may name it").isZero();
    Files.write(epoch, sound);
    desktop.start("u2", 3);
    assertThat(prune("old").leftBehind()).isOne();
    assertThat(staging.resolve("u1")).doesNotExist();
  }

  private Pruned prune(String operation) throws Exception {
    Retention all = new Retention(9, 0, 0, 0, 0);
    return desktop.store().prune(DESKTOP).run(all, Prune.Waits.SAFE, key(operation));
  }

  @Test
  void while_a_version_cannot_be_read_no_layer_goes() throws Exception {
    assertThat(lines().restore(0, Lines.Staged.KEEP, key("back")).number()).isEqualTo(4);
    Files.writeString(desktop.root().resolve("desktops/d1/versions/2.json"), "{");
    Pruned pruned = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("p"));
    assertThat(pruned.damaged()).isNotEmpty();
    assertThat(pruned.kept()).contains(2);
    assertThat(pruned.layers()).isEmpty();
  }

  @Test
  void one_goes_back_from_a_version_whose_document_is_damaged() throws Exception {
    Files.writeString(desktop.root().resolve("desktops/d1/versions/3.json"), "{");
    Lines lines = desktop.store().lines(DESKTOP);
    assertThatThrownBy(() -> lines.restore(2, Lines.Staged.KEEP, key("r1")))
        .hasMessageContaining("versions/3.json is damaged");
    assertThat(desktop.versions().isNewestDamaged()).isTrue();
    assertThat(lines.restore(2, Lines.Staged.DISCARD, key("r2")).number()).isEqualTo(4);
    assertThat(desktop.archive(4)).isEqualTo(desktop.archive(2));
    assertThat(desktop.versions().isNewestDamaged()).isFalse();
    lines.delete(3, key("away"));
    assertThat(desktop.versions().numbers()).containsExactly(4, 2, 1, 0);
  }

  @Test
  void layers_between_removed_versions_are_replaced_by_their_fold() throws Exception {
    Folded folded = desktop.store().folds(DESKTOP).between(0, 3, key("fold"));
    List<Digest> old = desktop.versions().get(3).layers();
    byte[] before = desktop.archive(3);
    Pruned pruned = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("p"));
    assertThat(pruned.removed()).containsExactly(1, 2);
    desktop.later(Duration.ofMinutes(10));
    Pruned later = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("p2"));
    assertThat(later.layers()).containsExactlyInAnyOrderElementsOf(old);
    assertThat(desktop.versions().layers(desktop.versions().get(3)))
        .containsExactly(folded.layer().orElseThrow());
    assertThat(desktop.archive(3)).isEqualTo(before);
    desktop.ship(new DeltaBuilder().file("counter", "at 4"));
    assertThat(desktop.seal("seal-4").version()).isEqualTo(4);
    assertThat(desktop.read(4, "counter")).contains("at 4");
    assertThat(desktop.read(4, "file-2")).contains("2");
  }

  /** With the version its note goes, and what it once listed may be gone. */
  @Test
  void a_restore_of_a_version_that_is_removed_meanwhile_makes_none() throws Exception {
    var folded = desktop.store().folds(DESKTOP).between(0, 2, key("fold"));
    assertThat(folded.created()).isTrue();
    Retention two = new Retention(2, 0, 0, 0, 0);
    Prune prune = desktop.store().prune(DESKTOP);
    assertThat(prune.run(two, Prune.Waits.NOW, key("p1")).removed()).containsExactly(1);
    desktop.later(Duration.ofMinutes(10));
    Prune later = desktop.store().prune(DESKTOP);
    assertThat(later.run(two, Prune.Waits.NOW, key("p2")).layers()).hasSize(2);
    Faults.Step remove = () -> desktop.store().lines(DESKTOP).delete(2, key("d"));
    try (var _ = Faults.once("restore.read.after", remove)) {
      assertThatThrownBy(() -> lines().restore(2, Lines.Staged.KEEP, key("back")))
          .hasMessageContaining("no version 2");
    }
    assertThat(desktop.versions().newest().number()).isEqualTo(3);
    assertThat(desktop.read(3, "counter")).contains("at 3");
  }

  @Test
  void a_version_pinned_while_others_are_pruned_stays() throws Exception {
    Faults.Step pin = () -> desktop.versions().pin(2, key("pin"));
    try (var _ = Faults.once("prune.version.before", pin)) {
      Pruned pruned = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.SAFE, key("p"));
      assertThat(pruned.removed()).containsExactly(1);
      assertThat(pruned.kept()).containsExactly(0, 2, 3);
    }
    assertThat(desktop.versions().numbers()).containsExactly(3, 2, 0);
  }

  @Test
  void the_rules_add_up() {
    List<Retention.Candidate> versions = new ArrayList<>();
    Instant start = Instant.parse("2026-01-01T00:10:00Z");
    for (int i = 0; i < 200; i++) {
      versions.add(new Retention.Candidate(i, start.plusSeconds(i * 1800L)));
    }
    assertThat(new Retention(3, 0, 0, 0, 0).keep(versions)).containsExactly(197, 198, 199);
    assertThat(new Retention(0, 2, 0, 0, 0).keep(versions)).containsExactly(197, 199);
    assertThat(new Retention(0, 0, 2, 0, 0).keep(versions)).containsExactly(191, 199);
    assertThat(new Retention(0, 0, 0, 9, 0).keep(versions)).containsExactly(191, 199);
    assertThat(new Retention(1, 1, 1, 1, 1).keep(versions)).containsExactly(199);
    assertThat(new Retention(2, 2, 0, 0, 0).keep(versions)).containsExactly(197, 198, 199);
  }
}
