package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasesTest {
  @TempDir private Path directory;
  private Path tree;
  private Store store;

  @BeforeEach
  void openStore() throws Exception {
    tree = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(tree.resolve("file"), "one");
    store = Store.create(directory.resolve("store"));
  }

  private ImportedBase importTree(String name) throws Exception {
    return store.bases().importFrom(name, new DirectorySource(tree), ImportProgress.none());
  }

  @Test
  void numbersBasesAndKnowsTheSameContentAgain() throws Exception {
    assertThat(importTree("tiny").base().id()).hasToString("tiny-1");
    ImportedBase again = importTree("tiny");
    assertThat(again.base().id()).hasToString("tiny-1");
    assertThat(again.existing()).isTrue();
    Files.writeString(tree.resolve("file"), "two");
    assertThat(importTree("tiny").base().id()).hasToString("tiny-2");
    assertThat(importTree("other").base().id()).hasToString("other-1");
    assertThat(store.bases().resolve("tiny").id()).hasToString("tiny-2");
    assertThat(store.bases().resolve("tiny-1").entries()).isEqualTo(1);
    assertThat(store.bases().list()).hasSize(3);
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aFullIdIsTakenOnceAndNeverReplaced() throws Exception {
    assertThat(importTree("tiny-7").base().id()).hasToString("tiny-7");
    assertThat(importTree("tiny-7").existing()).isTrue();
    Files.writeString(tree.resolve("file"), "two");
    assertThatThrownBy(() -> importTree("tiny-7"))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
    assertThat(importTree("tiny").base().id()).hasToString("tiny-8");
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void refusesNamesAndUnknownBases() {
    assertThatThrownBy(() -> importTree("../x")).hasMessageContaining("not the name");
    assertThatThrownBy(() -> store.bases().resolve("tiny")).hasMessageContaining("no base tiny");
    assertThatThrownBy(() -> store.bases().resolve("tiny-1")).hasMessageContaining("no base");
  }

  @Test
  void recordsWhetherThereIsAnSshServer() throws Exception {
    assertThat(importTree("bare").base().ssh()).isFalse();
    Path programs = Files.createDirectories(tree.resolve("usr/sbin"));
    Files.writeString(programs.resolve("sshd"), "server");
    assertThat(importTree("whole").base().ssh()).isTrue();
    Files.createDirectories(tree.resolve("usr/bin"));
    Files.move(programs.resolve("sshd"), tree.resolve("usr/bin/sshd"));
    Files.delete(programs);
    Files.createSymbolicLink(programs, Path.of("bin"));
    assertThat(importTree("merged").base().ssh()).isTrue();
    assertThat(store.bases().resolve("bare").ssh()).isFalse();
    assertThat(store.bases().resolve("whole").ssh()).isTrue();
  }

  @Test
  void aBaseFromBeforeTheMarkCountsAsHavingAnSshServer() throws Exception {
    importTree("old");
    Path document = store.root().resolve("bases/old-1/base.json");
    String text = Files.readString(document);
    Files.writeString(document, text.replaceAll("\"ssh\" ?: ?false,?", ""));
    assertThat(store.bases().resolve("old").ssh()).isTrue();
  }

  @Test
  void theCacheHoldsOnlyWholeImages() throws Exception {
    BaseId id = importTree("tiny").base().id();
    BaseCache cache = new BaseCache(directory.resolve("cache"));
    assertThat(cache.cached(id)).isEmpty();
    Path image = cache.fetch(store.bases(), id, CopyProgress.none());
    assertThat(Files.mismatch(image, store.bases().image(id))).isEqualTo(-1);
    assertThat(cache.fetch(store.bases(), id, CopyProgress.none())).isEqualTo(image);
    assertThat(cache.list()).containsExactly(id);
    assertThat(cache.evict(id)).isTrue();
    assertThat(cache.evict(id)).isFalse();
    assertThat(cache.list()).isEmpty();
  }

  @Test
  void aKilledCopyLeavesNothingInTheWay() throws Exception {
    BaseId id = importTree("tiny").base().id();
    BaseCache cache = new BaseCache(directory.resolve("cache"));
    Path half =
        Files.createDirectories(directory.resolve("cache/tiny-1")).resolve("image.erofs.1.tmp");
    Files.write(half, new byte[100]);
    Path image = cache.fetch(store.bases(), id, CopyProgress.none());
    assertThat(image).exists();
    assertThat(half).doesNotExist();
  }

  @Test
  void aDamagedImageIsNamedAndNeverCached() throws Exception {
    BaseId id = importTree("tiny").base().id();
    try (RandomAccessFile file = new RandomAccessFile(store.bases().image(id).toFile(), "rw")) {
      file.seek(file.length() - 1);
      file.write(1);
    }
    BaseCache cache = new BaseCache(directory.resolve("cache"));
    assertThatThrownBy(() -> cache.fetch(store.bases(), id, CopyProgress.none()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
    assertThat(cache.list()).isEmpty();
    assertThat(Verification.of(store, true).damaged()).hasSize(1);
  }
}
