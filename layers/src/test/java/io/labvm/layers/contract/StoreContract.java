package io.labvm.layers.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.ImportedBase;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verification;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Bases, desktops and epochs as two machines see them: one does something, the other looks at it or
 * does it at the same time.
 */
abstract class StoreContract extends TwoMachines {
  StoreContract(Sides.Maker maker) {
    super(maker);
  }

  @Test
  void aStoreIsMadeOnceByTwoAtATime() throws Exception {
    for (int round = 0; round < 30; round++) {
      Sides root = directory().resolve("store" + round);
      List<Callable<Path>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(() -> Store.create(root.here()).root());
        calls.add(() -> Store.create(root.there()).root());
      }
      assertThat(together(calls)).hasSize(8);
      assertThat(Store.open(root.there()).desktops().list()).isEmpty();
    }
  }

  @Test
  void aBaseIsSeenAtOnceAndWhole() throws Exception {
    assertThat(there.bases().list()).isEmpty();
    ImportedBase imported = importInto(here, "tiny");
    assertThat(there.bases().list()).containsExactly(imported.base());
    assertThat(Files.mismatch(image(here, imported), image(there, imported))).isEqualTo(-1);
    assertThat(importInto(there, "tiny").existing()).isTrue();
    assertThat(Verification.of(there, true).damaged()).isEmpty();
    assertThat(here.root().resolve("tmp")).isEmptyDirectory();
  }

  private static Path image(Store store, ImportedBase base) {
    return store.bases().image(base.base().id());
  }

  @Test
  void twoImportsOfOneNameGetTwoNumbersOrOneBase() throws Exception {
    Path other = Files.createDirectories(local.resolve("other"));
    Files.writeString(other.resolve("file"), "two");
    List<Callable<ImportedBase>> calls = new ArrayList<>();
    for (Path tree : List.of(source, other)) {
      for (Store store : List.of(here, there)) {
        var from = new DirectorySource(tree);
        calls.add(() -> store.bases().importFrom("tiny", from, ImportProgress.none()));
      }
    }
    List<ImportedBase> imported = together(calls);
    // two at a time may both publish the same content, but never under one number
    for (ImportedBase a : imported) {
      assertThat(there.bases().get(a.base().id())).isEqualTo(a.base());
    }
    assertThat(imported.stream().map(i -> i.base().digest()).distinct()).hasSize(2);
    assertThat(here.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aDesktopIsMadeByOneOperation() throws Exception {
    BaseId base = importInto(here, "tiny").base().id();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Store store = i % 2 == 0 ? here : there;
      OperationKey operation = new OperationKey("op-" + i);
      calls.add(() -> isMade(store, base, operation));
    }
    assertThat(together(calls)).containsOnlyOnce(true);
    assertThat(there.desktops().list()).containsExactly(DESKTOP);
    assertThat(there.desktops().base(DESKTOP)).isEqualTo(base);
    assertThat(here.root().resolve("tmp")).isEmptyDirectory();
  }

  private static boolean isMade(Store store, BaseId base, OperationKey operation) throws Exception {
    try {
      store.desktops().create(DESKTOP, base, operation);
      return true;
    } catch (LayerException e) {
      assertThat(e.error()).isEqualTo(LayerError.REFUSED);
      return false;
    }
  }

  @Test
  void eachEpochHasOneTaker() throws Exception {
    BaseId ignored = makeDesktop();
    List<Callable<Long>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Store store = i % 2 == 0 ? here : there;
      Holder holder = new Holder("node-" + i % 2, "u" + i);
      OperationKey operation = new OperationKey("race-" + i);
      calls.add(() -> store.desktops().takeEpoch(DESKTOP, holder, operation));
    }
    assertThat(new HashSet<>(together(calls))).hasSize(40);
    assertThat(here.desktops().currentEpoch(DESKTOP).orElseThrow())
        .isEqualTo(there.desktops().currentEpoch(DESKTOP).orElseThrow())
        .satisfies(e -> assertThat(e.number()).isEqualTo(40));
  }

  @Test
  void aTakeoverIsSeenByOneStat() throws Exception {
    BaseId ignored = makeDesktop();
    long mine = here.desktops().takeEpoch(DESKTOP, new Holder("node-1", "u1"), OPERATION);
    for (int i = 0; i < 5; i++) {
      assertThat(here.desktops().isSuperseded(DESKTOP, mine)).isFalse();
      Holder other = new Holder("node-2", "u" + i);
      long theirs = there.desktops().takeEpoch(DESKTOP, other, new OperationKey("take-" + i));
      assertThat(here.desktops().isSuperseded(DESKTOP, mine)).isTrue();
      mine = theirs;
    }
  }

  @Test
  void aDeletedDesktopIsGoneOnBothSides() throws Exception {
    BaseId ignored = makeDesktop();
    assertThat(there.desktops().exists(DESKTOP)).isTrue();
    assertThat(here.desktops().moveToTrash(DESKTOP, OPERATION)).isTrue();
    assertThat(there.desktops().moveToTrash(DESKTOP, OPERATION)).isFalse();
    assertThat(there.desktops().exists(DESKTOP)).isFalse();
    assertThat(there.desktops().list()).isEmpty();
  }

  @Test
  void damageIsNamedOnTheOtherSide() throws Exception {
    BaseId base = makeDesktop();
    try (var file = new RandomAccessFile(here.bases().image(base).toFile(), "rw")) {
      file.seek(file.length() - 1);
      file.write(1);
    }
    assertThat(Verification.of(there, true).damaged())
        .satisfiesExactly(
            image -> assertThat(image).startsWith(base + ": ").contains("digest differs"),
            version -> assertThat(version).isEqualTo("version 0 of desktop d1 is damaged"));
    Files.writeString(here.root().resolve("desktops/d1/desktop.json"), "{");
    assertThatThrownBy(() -> there.desktops().base(DESKTOP))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
  }
}
