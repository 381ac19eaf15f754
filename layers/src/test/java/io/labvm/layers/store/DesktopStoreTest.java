package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopStoreTest {
  private static final DesktopKey DESKTOP = new DesktopKey("d1");
  private static final BaseId BASE = new BaseId("tiny", 1);
  private static final Holder HOLDER = new Holder("node-1", "u1");
  private static final OperationKey OPERATION = new OperationKey("op-1");

  @TempDir private Path root;
  private DesktopStore desktops;

  @BeforeEach
  void openStore() throws Exception {
    desktops = Store.create(root).desktops();
  }

  @Test
  void makesADesktopOncePerOperation() throws Exception {
    desktops.create(DESKTOP, BASE, OPERATION);
    desktops.create(DESKTOP, BASE, OPERATION);
    assertThat(desktops.base(DESKTOP)).isEqualTo(BASE);
    assertThat(desktops.list()).containsExactly(DESKTOP);
    assertThatThrownBy(() -> desktops.create(DESKTOP, BASE, new OperationKey("op-2")))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void anEpochIsTakenOncePerOperation() throws Exception {
    desktops.create(DESKTOP, BASE, OPERATION);
    assertThat(desktops.currentEpoch(DESKTOP)).isEmpty();
    assertThat(desktops.takeEpoch(DESKTOP, HOLDER, OPERATION)).isEqualTo(1);
    assertThat(desktops.takeEpoch(DESKTOP, HOLDER, OPERATION)).isEqualTo(1);
    OperationKey second = new OperationKey("op-2");
    assertThat(desktops.isSuperseded(DESKTOP, 1)).isFalse();
    assertThat(desktops.takeEpoch(DESKTOP, new Holder("node-2", "u2"), second)).isEqualTo(2);
    assertThat(desktops.isSuperseded(DESKTOP, 1)).isTrue();
    assertThat(desktops.takeEpoch(DESKTOP, HOLDER, OPERATION)).as("a late repetition").isEqualTo(1);
    assertThat(desktops.currentEpoch(DESKTOP).orElseThrow())
        .isEqualTo(new Epoch(2, new Holder("node-2", "u2"), second, 0));
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void twoOperationsNeverGetOneEpoch() throws Exception {
    desktops.create(DESKTOP, BASE, OPERATION);
    List<Callable<Long>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      OperationKey key = new OperationKey("race-" + i);
      calls.add(() -> desktops.takeEpoch(DESKTOP, HOLDER, key));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Long> numbers = new ArrayList<>();
      for (Future<Long> call : threads.invokeAll(calls)) {
        numbers.add(call.get());
      }
      assertThat(new HashSet<>(numbers)).hasSize(40);
    }
    assertThat(desktops.currentEpoch(DESKTOP).orElseThrow().number()).isEqualTo(40);
  }

  @Test
  void goesToTheTrashOnce() throws Exception {
    desktops.create(DESKTOP, BASE, OPERATION);
    OperationKey delete = new OperationKey("op-9");
    assertThat(desktops.moveToTrash(DESKTOP, delete)).isTrue();
    assertThat(desktops.moveToTrash(DESKTOP, delete)).isFalse();
    assertThat(desktops.exists(DESKTOP)).isFalse();
    assertThatThrownBy(() -> desktops.takeEpoch(DESKTOP, HOLDER, OPERATION))
        .hasMessageContaining("no desktop");
  }

  @Test
  void namesTheDamagedDocument() throws Exception {
    desktops.create(DESKTOP, BASE, OPERATION);
    Path file = root.resolve("desktops/d1/desktop.json");
    for (String broken : List.of("", "{", "[]", "{\"format\":1}", "{\"format\":1,\"format\":1}")) {
      Files.writeString(file, broken);
      assertThatThrownBy(() -> desktops.base(DESKTOP))
          .as(broken)
          .isInstanceOfSatisfying(
              LayerException.class,
              e -> {
                assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
                assertThat(e.file()).contains(file.toString());
              });
    }
    Files.writeString(file, "{\"format\":2,\"base\":\"tiny-1\"}");
    assertThatThrownBy(() -> desktops.base(DESKTOP))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
  }

  @Test
  void idsCannotLeaveTheirDirectory() {
    for (String id : List.of("", ".", "..", "a/b", "-a", "a b", "x".repeat(64))) {
      assertThatThrownBy(() -> new DesktopKey(id)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aStoreIsMadeOnlyOfNothing(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("thesis.tex"), "");
    assertThatThrownBy(() -> Store.create(other)).hasMessageContaining("neither a store nor empty");
    assertThatThrownBy(() -> Store.open(other)).hasMessageContaining("is not a store");
    Files.writeString(root.resolve("FORMAT"), "labvm-store 2\n");
    assertThatThrownBy(() -> Store.open(root))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
  }
}
