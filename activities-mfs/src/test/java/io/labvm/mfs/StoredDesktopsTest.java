package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.BaseId;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.layers.store.Store;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real store directory. */
class StoredDesktopsTest {
  private static final BaseId BASE = new BaseId("tiny-1");
  private static final DesktopId DESKTOP = new DesktopId("d1");

  @TempDir Path directory;
  private Path root;
  private StoreActivitiesImpl store;

  @BeforeEach
  void openStoreWithABase() throws IOException {
    root = directory.resolve("store");
    Path base = Files.createDirectories(Store.create(root).root().resolve("bases/tiny-1"));
    Files.writeString(
        base.resolve("base.json"),
        """
        {"format":1,"base":"tiny-1","name":"tiny","digest":"00","bytes":0,"entries":0,\
        "created":"2026-01-01T00:00:00Z"}
        """);
    store =
        new StoreActivitiesImpl(
            new StoreWork(root),
            new StoredDesktops(root),
            new StoredVersions(root),
            "store@1",
            "1.0");
  }

  @Test
  void answersARepeatedCreationAlike() {
    var first = store.createDesktop(creation("o1"));
    assertThat(store.createDesktop(creation("o1"))).isEqualTo(first);
    assertThat(first.version()).isZero();
  }

  @Test
  void refusesASecondDesktopOfTheSameId() {
    store.createDesktop(creation("o1"));
    fails(FailureCode.WRONG_STATE, () -> store.createDesktop(creation("o2")));
  }

  @Test
  void refusesAnUnknownBaseAndRecordsNothing() {
    for (String base : new String[] {"tiny-2", "nothing"}) {
      var request = new CreateDesktop(DESKTOP, new BaseId(base), new OperationId("o1"));
      fails(FailureCode.UNKNOWN_BASE, () -> store.createDesktop(request));
    }
    assertThat(root.resolve("desktops")).isEmptyDirectory();
  }

  @Test
  void givesEachOperationItsOwnEpochAndTheSameAgain() {
    store.createDesktop(creation("o1"));
    assertThat(epoch("o1", 0)).isEqualTo(1);
    assertThat(epoch("o2", 1)).isEqualTo(2);
    assertThat(epoch("o2", 1)).isEqualTo(2);
    assertThat(epoch("o1", 0)).isEqualTo(1);
  }

  @Test
  void countsOnAboveWhatTheDesktopHadBeforeTheTrash() {
    store.createDesktop(creation("o1"));
    assertThat(epoch("o1", 7)).isEqualTo(8);
    assertThat(epoch("o1", 7)).isEqualTo(8);
  }

  @Test
  void refusesAnEpochOfAnUnknownDesktop() {
    fails(FailureCode.WRONG_STATE, () -> epoch("o1", 0));
  }

  @Test
  void movesToTheTrashOnceAndIsSafeWithoutTheDesktop() {
    var request = new DeleteStoredDesktop(DESKTOP, new OperationId("o9"));
    store.deleteDesktop(request);
    store.createDesktop(creation("o1"));
    store.deleteDesktop(request);
    store.deleteDesktop(request);
    assertThat(root.resolve("desktops")).isEmptyDirectory();
    assertThat(root.resolve("trash")).isNotEmptyDirectory();
  }

  @Test
  void pingsOnlyWithAStore() throws IOException {
    assertThat(store.ping().agent()).isEqualTo("store@1");
    Files.delete(root.resolve("FORMAT"));
    fails(FailureCode.STORE_UNAVAILABLE, store::ping);
  }

  private long epoch(String operation, long above) {
    return store
        .takeEpoch(
            new TakeEpoch(
                DESKTOP, new NodeId("n1"), new UpperId("u1"), above, new OperationId(operation)))
        .epoch();
  }

  private static CreateDesktop creation(String operation) {
    return new CreateDesktop(DESKTOP, BASE, new OperationId(operation));
  }

  private static void fails(FailureCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ApplicationFailure.class)
        .satisfies(e -> assertThat(Failures.codeOf(e)).isEqualTo(code));
  }
}
