package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.Faults;
import io.labvm.layers.durable.InMemory;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.TarExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation is stopped at every place it passes: killed, which leaves the store as it is
 * there, and failed, which lets it clean up. Then the store is sound, each version shows what it
 * showed, and the operation repeated comes to the end it would have had.
 */
class InterruptedTest {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;
  private static final DesktopKey COPY = new DesktopKey("copy");
  private static final Retention LAST = new Retention(1, 0, 0, 0, 0);

  @TempDir(factory = InMemory.class)
  private Path home;

  private ShippedDesktop desktop;

  /** Four versions, two folds that overlap, what was noted about versions, a dead temporary. */
  @BeforeEach
  void makeVersions() throws Exception {
    desktop = ShippedDesktop.create(home);
    for (int i = 1; i <= 4; i++) {
      DeltaBuilder delta = new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "" + i);
      desktop.ship(i % 2 == 0 ? delta.whiteout("file-" + (i - 1)) : delta.whiteout("usr/tool"));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    for (int from = 0; from < 2; from++) {
      assertThat(desktop.store().folds(DESKTOP).between(from, 3, key("f" + from)).created())
          .isTrue();
    }
    Marks.Verified sound = new Marks.Verified(Instant.EPOCH, true, List.of());
    desktop.versions().noteVerified(1, sound);
    desktop.versions().noteVerified(2, sound);
    Path dead = Files.writeString(desktop.root().resolve("tmp/dead.1"), "dead");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.EPOCH));
  }

  private static OperationKey key(String text) {
    return new OperationKey(text);
  }

  private interface Operation {
    void run(ShippedDesktop on) throws IOException;
  }

  @Test
  void a_seal_is_repeated_to_the_same_version() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "at 5"));
    desktop.ship(new DeltaBuilder().whiteout("file-4"));
    interruptEverywhere(
        15,
        on -> {
          Sealed sealed = on.seal("op");
          assertThat(sealed.version()).isEqualTo(5);
          assertThat(sealed.created()).isTrue();
        });
  }

  @Test
  void a_fold_is_repeated_to_the_same_layer() throws Exception {
    interruptEverywhere(
        7,
        on -> assertThat(on.store().folds(DESKTOP).between(2, 4, key("op")).layer()).isPresent());
  }

  @Test
  void a_restore_is_repeated_to_the_same_version() throws Exception {
    interruptEverywhere(
        4,
        on -> {
          Version made = on.store().lines(DESKTOP).restore(2, Lines.Staged.KEEP, key("op"));
          assertThat(made.number()).isEqualTo(5);
        });
  }

  @Test
  void a_restore_takes_its_layers_back_from_the_trash() throws Exception {
    for (Digest layer : desktop.versions().get(2).layers()) {
      assertThat(desktop.store().layers().moveToTrash(layer)).isTrue();
    }
    Operation restore =
        on -> {
          var ignored = on.store().lines(DESKTOP).restore(1, Lines.Staged.KEEP, key("op"));
          on.store().layers().require(on.versions().get(4).layers());
        };
    repeatEverywhere(false, 8, restore, on -> {});
  }

  @Test
  void a_fork_is_repeated_to_the_same_desktop() throws Exception {
    interruptEverywhere(6, on -> on.store().lines(DESKTOP).fork(3, COPY, key("op")));
  }

  @Test
  void a_deletion_is_repeated_to_the_same_end() throws Exception {
    interruptEverywhere(4, on -> on.store().lines(DESKTOP).delete(2, key("op")));
    assertThat(desktop.versions().numbers()).as("the original").contains(2);
  }

  @Test
  void a_prune_is_repeated_to_the_same_end() throws Exception {
    Operation prune =
        on -> {
          var ignored = on.store().prune(DESKTOP).run(LAST, Prune.Waits.SAFE, key("op"));
        };
    Operation toTheEnd =
        on -> {
          for (int round = 0; round < 3; round++) {
            on.later(Prune.Waits.SAFE.trash());
            prune.run(on);
          }
        };
    repeatEverywhere(true, 20, prune, toTheEnd);
    prune.run(desktop);
    desktop.later(Prune.Waits.SAFE.unlisted());
    repeatEverywhere(true, 9, prune, toTheEnd);
    prune.run(desktop);
    desktop.later(Prune.Waits.SAFE.trash());
    repeatEverywhere(true, 15, prune, toTheEnd);
    toTheEnd.run(desktop);
    assertThat(desktop.root().resolve("trash")).isEmptyDirectory();
  }

  /** Stops it everywhere; the store is sound at once. */
  private void interruptEverywhere(int places, Operation operation) throws Exception {
    repeatEverywhere(true, places, operation, on -> {});
    ShippedDesktop whole = desktop.in(home.resolve("whole"));
    assertThat(Verification.of(whole.store(), true).damaged()).isEmpty();
  }

  private void repeatEverywhere(boolean sound, int atLeast, Operation operation, Operation after)
      throws Exception {
    Map<String, Digest> before = sound ? shown(desktop) : Map.of();
    List<String> places = new ArrayList<>();
    ShippedDesktop whole = copy(desktop, "whole");
    try (var _ =
        Faults.on(
            name -> {
              places.add(name);
              var ignored = copy(whole, "killed-" + places.size());
            })) {
      operation.run(whole);
    }
    assertThat(places).hasSizeGreaterThanOrEqualTo(atLeast);
    Map<String, Digest> ended = shown(whole);
    after.run(whole);
    End end = new End(before, ended, shown(whole), files(whole));
    for (int place = 1; place <= places.size(); place++) {
      String name = place + " " + places.get(place - 1);
      ShippedDesktop killed = desktop.in(home.resolve("killed-" + place));
      repeat("killed at " + name, killed, sound, end, operation, after);
      ShippedDesktop failed = copy(desktop, "failed-" + place);
      failAt(place, () -> operation.run(failed));
      repeat("failed at " + name, failed, sound, end, operation, after);
    }
  }

  /** What the operation comes to when nothing stops it. */
  private record End(
      Map<String, Digest> before,
      Map<String, Digest> ended,
      Map<String, Digest> settled,
      List<String> files) {}

  private static void repeat(
      String what,
      ShippedDesktop stopped,
      boolean sound,
      End end,
      Operation operation,
      Operation after)
      throws Exception {
    if (sound) {
      assertThat(Verification.of(stopped.store(), true).damaged()).as(what).isEmpty();
      assertOldOrNew(what, shown(stopped), end);
    }
    operation.run(stopped);
    assertThat(shown(stopped)).as(what).containsAllEntriesOf(end.ended());
    after.run(stopped);
    assertThat(shown(stopped)).as(what).isEqualTo(end.settled());
    assertThat(files(stopped)).as(what).isEqualTo(end.files());
    assertThat(Verification.of(stopped.store(), true).damaged()).as(what).isEmpty();
    Durable.remove(stopped.root());
  }

  private static void assertOldOrNew(String what, Map<String, Digest> shown, End end) {
    Map<String, Digest> possible = new TreeMap<>(end.before());
    possible.putAll(end.ended());
    assertThat(possible).as(what).containsAllEntriesOf(shown);
    Map<String, Digest> certain = new TreeMap<>(end.before());
    certain.keySet().retainAll(end.ended().keySet());
    assertThat(shown).as(what).containsAllEntriesOf(certain);
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void failAt(int place, Faults.Step step) {
    int[] reached = {0};
    try (var _ =
        Faults.on(
            name -> {
              if (++reached[0] == place) {
                throw new Stop();
              }
            })) {
      assertThatThrownBy(step::run).isInstanceOf(Stop.class);
    }
  }

  /** What every version of every desktop shows. */
  private static SortedMap<String, Digest> shown(ShippedDesktop desktop) throws IOException {
    SortedMap<String, Digest> shown = new TreeMap<>();
    Store store = desktop.store();
    for (DesktopKey key : store.desktops().list()) {
      for (Version version : store.versions(key).list()) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (StackView view = store.stacks(key).open(version)) {
          var ignored = TarExport.write(view, new byte[0], view.root(), archive);
        }
        byte[] digest = Digests.sha256().digest(archive.toByteArray());
        shown.put(key + " " + version.number(), Digest.of(digest));
      }
    }
    return shown;
  }

  /** The names in a store when what died in it is swept; those in the trash without their time. */
  private static List<String> files(ShippedDesktop desktop) throws IOException {
    desktop.later(Bases.DEAD_AFTER.plus(Duration.ofHours(1)));
    var ignored = desktop.store().sweepTemporary(Bases.DEAD_AFTER);
    Path root = desktop.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !isNoteOfVerification(file))
          .map(file -> root.relativize(file).toString())
          .map(name -> name.startsWith("trash/") ? name.replaceAll("\\.[0-9]+(?=/|$)", "") : name)
          .sorted()
          .toList();
    }
  }

  /** The tests themselves verify, but only what they interrupted. */
  private static boolean isNoteOfVerification(Path file) {
    String name = file.toString();
    String version = name.replace(".verified.json", ".json");
    return !version.equals(name) && Files.exists(Path.of(version));
  }

  /** As a kill would leave it: with all names and times, and without any clean-up. */
  private ShippedDesktop copy(ShippedDesktop desktop, String name) throws IOException {
    Path into = home.resolve(name);
    Durable.remove(into);
    Files.createDirectories(into);
    Process copying =
        new ProcessBuilder("cp", "-a", desktop.root().toString(), into.toString()).start();
    assertThat(copying.onExit().join().exitValue()).isZero();
    return desktop.in(into);
  }
}
