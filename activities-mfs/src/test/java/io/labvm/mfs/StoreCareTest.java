package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.ShippedDesktop;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real store; what the engine does in detail is tested there. */
class StoreCareTest {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final OperationId RUN = new OperationId("run");
  private static final RetentionRules RULES = new RetentionRules(1, 0, 0, 0, 0);

  @TempDir Path directory;
  private Path root;
  private StoreCareActivitiesImpl care;

  @BeforeEach
  void makeDesktop() throws IOException {
    root = directory.resolve("store");
    Path tree = directory.resolve("tree");
    Files.writeString(Files.createDirectories(tree.resolve("etc")).resolve("hostname"), "tiny\n");
    Store store = Store.create(root);
    var base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(new DesktopKey("d1"), base, new OperationKey("create"));
    var ignored =
        store.lines(new DesktopKey("d1")).restore(0, Lines.Staged.KEEP, new OperationKey("r1"));
    care =
        new StoreCareActivitiesImpl(new StoreWork(root), new StoreCare(root), new StoreRoom(root));
  }

  @Test
  void listsDesktopsFromOneOn() {
    assertThat(care.desktops("").desktops()).containsExactly(DESKTOP);
    assertThat(care.desktops("").last()).isTrue();
    assertThat(care.desktops("d1").desktops()).isEmpty();
  }

  @Test
  void planningRemovesNothingAndPruningWhatWasPlanned() throws Exception {
    ShippedDesktop desktop =
        ShippedDesktop.create(
            Files.createDirectory(directory.resolve("shipped")), Map.of("etc/hostname", "tiny"));
    for (int i = 1; i <= 2; i++) {
      var _ = desktop.ship(new DeltaBuilder().file("f", "at " + i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    care =
        new StoreCareActivitiesImpl(
            new StoreWork(desktop.root()),
            new StoreCare(desktop.root()),
            new StoreRoom(desktop.root()));
    var request = new PruneDesktop(DESKTOP, RULES, RUN);
    assertThat(care.planPrune(request).removed()).containsExactly(1);
    assertThat(care.planPrune(request).kept()).contains(2);
    assertThat(care.prune(request).changed()).isEqualTo(1);
    assertThat(care.prune(request).changed()).isZero();
    assertThat(care.planPrune(request).removed()).isEmpty();
    assertThat(care.sweep().problems()).isEmpty();
  }

  @Test
  void damageIsToldWithItsVersionUntilItIsGone() throws IOException {
    assertThat(care.verify(new VerifyDesktop(DESKTOP, 0, 7)).findings()).isZero();
    Path image = root.resolve("bases/tiny-1/image.erofs");
    byte[] good = Files.readAllBytes(image);
    byte[] bad = good.clone();
    bad[1024] ^= 0x55;
    Files.write(image, bad);
    assertThat(care.verify(new VerifyDesktop(DESKTOP, 0, 7)).damaged()).isNotEmpty();
    var version = care.versions(DESKTOP, 0).versions().getFirst();
    assertThat(version.version()).isEqualTo(1);
    assertThat(version.damage()).contains("tiny-1");
    Files.write(image, good);
    assertThat(care.verify(new VerifyDesktop(DESKTOP, 0, 7)).findings()).isZero();
    assertThat(care.versions(DESKTOP, 0).versions().getFirst().damage()).isNull();
  }

  @Test
  void pagesOfVersionsEndWithTheNewest() {
    var page = care.versions(DESKTOP, 0);
    assertThat(page.upTo()).isEqualTo(1);
    assertThat(page.last()).isTrue();
    assertThat(care.versions(DESKTOP, 1).versions()).isEmpty();
  }

  @Test
  void aVersionHasTheLabelThatItWasGivenLast() throws IOException {
    Store.open(root).versions(new DesktopKey("d1")).label(1, "good one", new OperationKey("l1"));
    assertThat(care.versions(DESKTOP, 0).versions().getFirst().label()).isEqualTo("good one");
  }

  @Test
  void measuresTheFileSystemAndEachDesktop() {
    var usage = care.measure();
    assertThat(usage.totalBytes()).isGreaterThan(usage.freeBytes());
    assertThat(usage.baseBytes()).isPositive();
    assertThat(usage.desktops()).extracting("desktop").containsExactly(DESKTOP);
  }

  @Test
  void aDesktopThatIsGoneIsNoFaultOfTheStore() {
    assertThatThrownBy(() -> care.fold(new FoldDesktop(new DesktopId("gone"), RUN)))
        .satisfies(e -> assertThat(Failures.codeOf(e)).isEqualTo(FailureCode.WRONG_STATE));
    assertThat(care.rebuildLists(RUN).findings()).isZero();
  }
}
