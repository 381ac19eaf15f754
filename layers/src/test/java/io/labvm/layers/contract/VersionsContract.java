package io.labvm.layers.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Staging;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions and staged segments as two machines see them. */
abstract class VersionsContract extends TwoMachines {
  private static final Holder HOLDER = new Holder("node-1", "u1");

  VersionsContract(Sides.Maker maker) {
    super(maker);
  }

  @BeforeEach
  void makeOne() throws Exception {
    var ignored = makeDesktop();
  }

  private static OperationKey operation(int number) {
    return new OperationKey("restore-" + number);
  }

  private Version restore(Store store, int version, OperationKey operation) throws Exception {
    return store.lines(DESKTOP).restore(version, Lines.Staged.KEEP, operation);
  }

  @Test
  void aNewDesktopHasVersionZeroEverywhere() throws Exception {
    assertThat(there.versions(DESKTOP).newest()).isEqualTo(here.versions(DESKTOP).get(0));
    assertThat(there.versions(DESKTOP).numbers()).containsExactly(0);
  }

  @Test
  void restoresFromTwoSidesGetTwoNumbers() throws Exception {
    List<Callable<Version>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Store store = i % 2 == 0 ? here : there;
      OperationKey operation = operation(i);
      calls.add(() -> restore(store, 0, operation));
    }
    assertThat(together(calls).stream().map(Version::number).sorted())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 6).boxed().toList());
    assertThat(there.versions(DESKTOP).list()).isEqualTo(here.versions(DESKTOP).list());
  }

  @Test
  void aRepeatedRestoreIsAnsweredWithTheFirst() throws Exception {
    Version first = restore(here, 0, operation(1));
    assertThat(restore(there, 0, operation(1))).isEqualTo(first);
    assertThat(there.versions(DESKTOP).numbers()).hasSize(2);
  }

  @Test
  void aForkIsMadeOnce() throws Exception {
    DesktopKey made = new DesktopKey("d2");
    here.lines(DESKTOP).fork(0, made, operation(1));
    there.lines(DESKTOP).fork(0, made, operation(1));
    assertThat(there.desktops().base(made)).isEqualTo(here.desktops().base(DESKTOP));
    assertThatThrownBy(() -> there.lines(DESKTOP).fork(0, made, operation(2)))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
  }

  @Test
  void aPinnedVersionIsNotDeletedOnTheOtherSide() throws Exception {
    var first = restore(here, 0, operation(1));
    var ignored = restore(here, 0, operation(2));
    here.versions(DESKTOP).pin(first.number(), operation(3));
    assertThat(there.versions(DESKTOP).marks(first.number()).pinned()).isTrue();
    assertThatThrownBy(() -> there.lines(DESKTOP).delete(first.number(), operation(4)))
        .isInstanceOf(LayerException.class);
    there.versions(DESKTOP).unpin(first.number());
    here.lines(DESKTOP).delete(first.number(), operation(5));
    assertThat(there.versions(DESKTOP).numbers()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void aSegmentIsReadWholeOnTheOtherSide() throws Exception {
    Staging mine = here.desktops().staging(DESKTOP, HOLDER.upperId());
    Staging theirs = there.desktops().staging(DESKTOP, HOLDER.upperId());
    Random random = new Random(1);
    for (int number = 1; number <= 10; number++) {
      assertThat(theirs.has(number)).isFalse();
      Path made = segment(random, number * 100_000);
      mine.publish(number, made);
      assertThat(theirs.has(number)).isTrue();
      assertThat(Files.mismatch(theirs.segment(number), made)).isEqualTo(-1);
    }
    assertThat(theirs.numbers()).hasSize(10);
    assertThat(here.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aSegmentThatIsPublishedAgainReplacesTheVoidOne() throws Exception {
    Staging mine = here.desktops().staging(DESKTOP, HOLDER.upperId());
    Staging theirs = there.desktops().staging(DESKTOP, HOLDER.upperId());
    Random random = new Random(2);
    for (int round = 0; round < 5; round++) {
      Path made = segment(random, 50_000 + round);
      mine.publish(1, made);
      assertThat(Files.mismatch(theirs.segment(1), made)).isEqualTo(-1);
    }
  }

  @Test
  void whatOneSideShipsTheOtherRemovesMeanwhile() throws Exception {
    Staging mine = here.desktops().staging(DESKTOP, HOLDER.upperId());
    Staging theirs = there.desktops().staging(DESKTOP, HOLDER.upperId());
    for (long number = 1; number <= 4; number++) {
      mine.publish(number, segment(new Random(number), 1000));
    }
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (long number = 5; number <= 12; number++) {
      long ship = number;
      long remove = number - 4;
      calls.add(
          () -> {
            mine.publish(ship, segment(new Random(ship), 1000));
            return true;
          });
      calls.add(
          () -> {
            Waiting.until(() -> theirs.has(remove));
            theirs.remove(List.of(remove));
            return true;
          });
    }
    assertThat(together(calls)).containsOnly(true);
    assertThat(mine.numbers()).containsExactly(9L, 10L, 11L, 12L);
  }

  @Test
  void aRestoreSeesWhatTheOtherSideHasStaged() throws Exception {
    long epoch = here.desktops().takeEpoch(DESKTOP, HOLDER, operation(1));
    assertThat(epoch).isEqualTo(1);
    here.desktops().staging(DESKTOP, HOLDER.upperId()).publish(1, segment(new Random(3), 1000));
    assertThatThrownBy(() -> restore(there, 0, operation(2))).hasMessageContaining("staged");
    Version made = there.lines(DESKTOP).restore(0, Lines.Staged.DISCARD, operation(2));
    assertThat(here.versions(DESKTOP).newest()).isEqualTo(made);
  }

  private Path segment(Random random, int size) throws Exception {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Files.write(Files.createTempFile(local, "segment", ""), bytes);
  }
}
