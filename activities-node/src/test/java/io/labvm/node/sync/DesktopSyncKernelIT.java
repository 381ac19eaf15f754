package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.DataShare;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Epoch;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SilentStore;
import io.labvm.layers.store.Starts;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verify;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.LayerImages;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real root that is written to, and a store that comes and goes. */
class DesktopSyncKernelIT {
  private static final DesktopId DESKTOP = SyncedDesktop.ID;
  private static final DesktopKey KEY = SyncedDesktop.KEY;

  private Scratch scratch;
  private SyncedDesktop desktop;
  private Store store;
  private LayerImages images;
  private DesktopRoots roots;
  private DesktopSync sync;

  @BeforeEach
  void makeADesktop() throws IOException {
    scratch = new Scratch();
    desktop = new SyncedDesktop(scratch, scratch.resolve("store"));
    store = desktop.store();
    images = desktop.images();
    roots = desktop.roots();
    startAgent();
  }

  private void startAgent() {
    sync = new DesktopSync(scratch.resolve("store"), SyncSettings.standard());
  }

  @AfterEach
  void removeEverything() throws IOException {
    sync.close();
    desktop.close();
  }

  private Map<String, RecoveryPoint> points() {
    Map<String, RecoveryPoint> all = new HashMap<>();
    sync.recoveryPoints((upper, point) -> all.put(upper.desktop().value(), point));
    return all;
  }

  private boolean allIsShipped() throws IOException {
    RecoveryPoint point = points().get("d1");
    return point != null
        && point.oldest().isEmpty()
        && !store.desktops().staging(KEY, "u1").numbers().isEmpty();
  }

  @Test
  void whatIsWrittenIsInTheStoreWithoutAnybodyAsking() throws Exception {
    sync.start(desktop.prepare("o1", true));
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    Await.until("the file to be shipped", this::allIsShipped);
  }

  @Test
  void aCaptureCanBeSealedAndOneWithoutChangesIsNoVersion() throws Exception {
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    Decided live = sync.capture(upper, Consistency.LIVE, OptionalLong.empty());
    assertThat(desktop.seal(live, "b1").version()).isEqualTo(1);
    assertThat(
            desktop
                .seal(sync.capture(upper, Consistency.LIVE, OptionalLong.empty()), "b2")
                .created())
        .isFalse();
  }

  @Test
  void aCaptureAtRestEndsTheShippingAndAStartContinuesTheUpper() throws Exception {
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    roots.release(DESKTOP, false);
    Decided stopped = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    assertThat(stopped.result().consistency()).isEqualTo(Consistency.STOPPED);
    assertThat(desktop.seal(stopped, "b1").version()).isEqualTo(1);
    assertThat(sync.isUnsealed(upper)).isFalse();
    Await.until("the end of the shipping", () -> points().isEmpty());
    SyncedUpper again = desktop.prepare("o2", false);
    assertThat(again.epoch()).isGreaterThan(upper.epoch());
    sync.start(again);
    Files.writeString(roots.merged(DESKTOP).resolve("more"), "later");
    Decided live = sync.capture(again, Consistency.LIVE, OptionalLong.empty());
    assertThat(desktop.seal(live, "b2").version()).isEqualTo(2);
    assertThat(desktop.seal(live, "b3").created()).isFalse();
  }

  @Test
  void aNewAgentGoesOnWithWhatTheOldOneLeft() throws Exception {
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    sync.close();
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    startAgent();
    assertThat(sync.isUnsealed(upper)).isTrue();
    sync.start(roots.synced(DESKTOP).orElseThrow());
    Await.until("the file to be shipped", this::allIsShipped);
  }

  @Test
  void aStoreThatIsAwayIsToldAndComesBackByItself() throws Exception {
    Path away = scratch.resolve("store-away");
    SyncedUpper upper = desktop.prepare("o1", true);
    Files.move(scratch.resolve("store"), away);
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    Await.until("the outage to be told", () -> behind().isPresent());
    Files.move(away, scratch.resolve("store"));
    Await.until("the file to be shipped", this::allIsShipped);
    assertThat(behind()).isEmpty();
  }

  @Test
  void aCaptureFailsSoonInASilentStoreAndDisturbsNoShipping() throws Exception {
    sync.close();
    sync =
        new DesktopSync(scratch.resolve("store"), SyncSettings.standard(), Duration.ofSeconds(1));
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    Await.until("the file to be shipped", this::allIsShipped);
    int shipped = store.desktops().staging(KEY, "u1").numbers().size();
    try (var _ = SilentStore.of(scratch.resolve("store"))) {
      assertThatThrownBy(() -> sync.capture(upper, Consistency.LIVE, OptionalLong.empty()))
          .isInstanceOf(LayerException.class)
          .hasMessageContaining("has not answered");
      Files.writeString(roots.merged(DESKTOP).resolve("more"), "content");
      Await.until(
          "the next file to be shipped",
          () -> store.desktops().staging(KEY, "u1").numbers().size() > shipped);
    }
    Decided live = sync.capture(upper, Consistency.LIVE, OptionalLong.empty());
    assertThat(desktop.seal(live, "b1").version()).isEqualTo(1);
  }

  /** As the store agent and the node do it for a start. */
  private SyncedUpper startOn(String known, String operation) throws IOException {
    Starts starts = store.starts(KEY);
    Epoch epoch = starts.take(new Holder("n1", known), operation, new OperationKey(operation), 0);
    List<String> layers = starts.stack(epoch).topFirst().stream().map(Object::toString).toList();
    long ignored = images.fetch(layers, CopyProgress.none());
    String upper = epoch.holder().upperId();
    var prepared =
        roots.prepare(
            new PrepareRoot(
                DESKTOP,
                epoch.number(),
                new io.labvm.contract.store.BaseId("small-1"),
                new UpperId(upper),
                upper.equals(operation),
                layers,
                false));
    assertThat(prepared.upper().value()).isEqualTo(upper);
    return roots.synced(DESKTOP).orElseThrow();
  }

  @Test
  void anUpperAVersionHoldsIsGivenUpAndTheNextOneStandsOnItsLayers() throws Exception {
    SyncedUpper upper = startOn("none", "o1");
    sync.start(upper);
    Path merged = roots.merged(DESKTOP);
    Files.writeString(merged.resolve("mine"), "content");
    Files.write(merged.resolve("big"), new byte[3 << 20]);
    Files.delete(merged.resolve("motd"));
    roots.release(DESKTOP, false);
    Decided stopped = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    Await.until("the end of the shipping", () -> points().isEmpty());
    assertThat(sync.isSaved(upper)).as("before it is sealed").isFalse();
    assertThat(desktop.seal(stopped, "b1").version()).isEqualTo(1);
    assertThat(sync.isSaved(upper)).isTrue();
    roots.free(DESKTOP);
    assertThat(roots.inspect(DESKTOP).freed()).isTrue();
    assertThat(roots.synced(DESKTOP)).isEmpty();

    SyncedUpper next = startOn("fresh", "o2");
    assertThat(next.upperId()).isEqualTo("o2");
    assertThat(merged.resolve("mine")).hasContent("content");
    assertThat(merged.resolve("big")).hasSize(3 << 20);
    assertThat(merged.resolve("motd")).doesNotExist();
    sync.start(next);
    Files.writeString(merged.resolve("mine"), "later");
    Decided live = sync.capture(next, Consistency.LIVE, OptionalLong.empty());
    assertThat(desktop.seal(live, "b2").version()).isEqualTo(2);
    assertThat(startOn("o2", "o3").upperId()).isEqualTo("o2");
    store.lines(KEY).restore(1, Lines.Staged.KEEP, new OperationKey("r1"));
    roots.release(DESKTOP, false);
    assertThat(startOn("o2", "o4").upperId()).isEqualTo("o4");
    assertThat(merged.resolve("mine")).hasContent("content");
  }

  /** Also when the version that holds it is gone: nobody is to ship all of it again. */
  @Test
  void anUpperThatWasGoneBackFromIsNotCapturedAgainAndMayBeGivenUp() throws Exception {
    SyncedUpper upper = startOn("none", "o1");
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    roots.release(DESKTOP, false);
    assertThat(sync.isGoneBackFrom(upper)).as("before it is captured").isFalse();
    Decided stopped = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    assertThat(desktop.seal(stopped, "b1").version()).isEqualTo(1);
    Await.until("the end of the shipping", () -> points().isEmpty());
    assertThat(sync.isGoneBackFrom(upper)).as("while it may go on").isFalse();
    store.lines(KEY).restore(0, Lines.Staged.KEEP, new OperationKey("r1"));
    assertThat(sync.isGoneBackFrom(upper)).isTrue();
    assertThat(sync.isSaved(upper)).isTrue();
    assertThat(desktop.seal(stopped, "b2").created()).isFalse();
    store.lines(KEY).delete(1, new OperationKey("d1"));
    assertThat(sync.isGoneBackFrom(upper)).isTrue();
    assertThat(sync.isSaved(upper)).as("when no version holds it any more").isFalse();
  }

  @Test
  void anUpperStaysWhileTheVersionThatHoldsItIsDamaged() throws Exception {
    SyncedUpper upper = startOn("none", "o1");
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    roots.release(DESKTOP, false);
    Decided stopped = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    assertThat(desktop.seal(stopped, "b1").version()).isEqualTo(1);
    Await.until("the end of the shipping", () -> points().isEmpty());
    assertThat(sync.isSaved(upper)).isTrue();

    Path image = store.layers().image(store.versions(KEY).newest().layers().getLast());
    byte[] sound = Files.readAllBytes(image);
    Files.write(image, new byte[sound.length]);
    assertThat(Verify.of(store, Optional.of(KEY), DataShare.ALL).damaged()).isNotEmpty();
    assertThat(sync.isSaved(upper)).as("it is the only copy now").isFalse();
    assertThat(sync.isInAVersion(upper)).isFalse();
    Files.write(image, sound);
    assertThat(Verify.of(store, Optional.of(KEY), DataShare.ALL).damaged()).isEmpty();
    assertThat(sync.isSaved(upper)).isTrue();
  }

  /** Of what is removed while it is captured the next version would hold nothing. */
  @Test
  void anUpperIsNotGivenUpWhileItIsCaptured() throws Exception {
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    Files.writeString(roots.merged(DESKTOP).resolve("mine"), "content");
    roots.release(DESKTOP, false);
    Decided all = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    assertThat(all.head()).isPresent();
    List<Boolean> given = new ArrayList<>();
    FaultPoint.onReach(
        place -> {
          if (place.equals("sync.capture.before")) {
            given.add(CompletableFuture.supplyAsync(() -> sync.apart(DESKTOP, () -> {})).join());
          }
        });
    try {
      assertThat(sync.capture(upper, Consistency.STOPPED, OptionalLong.empty())).isNotNull();
    } finally {
      FaultPoint.onReach(null);
    }
    assertThat(given).containsExactly(false);
    Await.until("it is given up", () -> sync.apart(DESKTOP, () -> roots.free(DESKTOP)));
    assertThatThrownBy(() -> sync.capture(upper, Consistency.STOPPED, OptionalLong.empty()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("given up");
  }

  /** It would make its index anew where all was just deleted. */
  @Test
  void aStopWaitsForACaptureThatIsUnderWay() throws Exception {
    SyncedUpper upper = desktop.prepare("o1", true);
    sync.start(upper);
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    List<Boolean> early = new ArrayList<>();
    FaultPoint.onReach(
        place -> {
          if (place.equals("sync.capture.before")) {
            stops.add(CompletableFuture.runAsync(() -> sync.stop(DESKTOP)));
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            early.add(stops.getFirst().isDone());
          }
        });
    try {
      assertThat(sync.capture(upper, Consistency.LIVE, OptionalLong.empty())).isNotNull();
    } finally {
      FaultPoint.onReach(null);
    }
    assertThat(early).containsOnly(false);
    stops.forEach(CompletableFuture::join);
  }

  private Optional<java.time.Instant> behind() {
    RecoveryPoint point = points().get("d1");
    return point == null ? Optional.empty() : point.behindSince();
  }
}
