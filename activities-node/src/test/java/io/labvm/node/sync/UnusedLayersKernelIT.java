package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.store.BaseId;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.DecidingPass;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which copies of layers a node gives back when its disk is short. */
class UnusedLayersKernelIT {
  private static final long ALL = Long.MAX_VALUE / 2;

  private Scratch scratch;
  private SyncedDesktop desktop;
  private List<String> layers;

  /** Two versions, each with a big file of its own. */
  @BeforeEach
  void makeVersions() throws IOException {
    scratch = new Scratch();
    desktop = new SyncedDesktop(scratch, scratch.resolve("store"));
    SyncedUpper upper = desktop.prepare("o1", true);
    seal(upper, "first");
    seal(upper, "second");
    desktop.roots().release(SyncedDesktop.ID, true);
    var versions = desktop.store().versions(SyncedDesktop.KEY);
    layers = versions.get(2).layers().stream().map(Digest::toString).toList();
    fetch();
    assertThat(copies()).containsExactlyInAnyOrderElementsOf(layers);
    assertThat(dataFiles()).isEqualTo(2);
  }

  @AfterEach
  void removeEverything() throws IOException {
    desktop.close();
  }

  private void seal(SyncedUpper upper, String name) throws IOException {
    byte[] big = new byte[2 << 20];
    new Random(name.hashCode()).nextBytes(big);
    Files.write(desktop.merged().resolve(name), big);
    DecidingPass pass = new DecidingPass(desktop.store(), upper);
    Decided decided = pass.decide(Consistency.LIVE, OptionalLong.empty());
    assertThat(desktop.seal(decided, name).created()).isTrue();
  }

  private void fetch() {
    long ignored = desktop.images().fetch(layers, CopyProgress.none());
  }

  private Path copy(String layer) {
    return scratch.resolve("state/layers").resolve(layer).resolve("image.erofs");
  }

  private List<String> copies() {
    return layers.stream().filter(layer -> Files.exists(copy(layer))).toList();
  }

  private List<Path> files(String directory) throws IOException {
    try (Stream<Path> all = Files.walk(scratch.resolve("state").resolve(directory))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private long dataFiles() throws IOException {
    return files("data").size();
  }

  private void usedAgo(String layer, Duration ago) throws IOException {
    var ignored = Files.setLastModifiedTime(copy(layer), FileTime.from(Instant.now().minus(ago)));
    for (Path file : files("data")) {
      ignored = Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    }
  }

  /** A new upper on the first layer alone. */
  private void mountFirst() throws IOException {
    long epoch =
        desktop
            .store()
            .desktops()
            .takeEpoch(SyncedDesktop.KEY, new Holder("n1", "u2"), new OperationKey("o2"));
    List<String> first = layers.subList(0, 1);
    var ignored =
        desktop
            .roots()
            .prepare(
                new PrepareRoot(
                    SyncedDesktop.ID,
                    epoch,
                    new BaseId("small-1"),
                    new UpperId("u2"),
                    true,
                    first,
                    false));
  }

  @Test
  void whatAMountedDesktopUsesStaysAndAllElseGoesOldestFirst() throws IOException {
    mountFirst();
    usedAgo(layers.get(0), Duration.ofHours(2));
    usedAgo(layers.get(1), Duration.ofHours(1));
    desktop.images().keepFree(ALL);
    assertThat(copies()).containsExactly(layers.get(0));
    assertThat(dataFiles()).isOne();
    assertThat(desktop.merged().resolve("first")).exists();

    fetch();
    desktop.roots().release(SyncedDesktop.ID, true);
    usedAgo(layers.get(0), Duration.ofHours(2));
    usedAgo(layers.get(1), Duration.ofHours(1));
    long free = Files.getFileStore(scratch.path()).getUsableSpace();
    desktop.images().keepFree(free + 4096);
    assertThat(copies()).as("a little is enough").containsExactly(layers.get(1));
    desktop.images().keepFree(ALL);
    assertThat(copies()).isEmpty();
    assertThat(dataFiles()).isZero();
    fetch();
    mountFirst();
    assertThat(desktop.merged().resolve("first")).exists();
  }

  @Test
  void whatWasFetchedAMomentAgoStays() throws IOException {
    desktop.images().keepFree(ALL);
    assertThat(copies()).hasSize(2);
    usedAgo(layers.get(0), Duration.ofHours(1));
    fetch();
    desktop.images().keepFree(ALL);
    assertThat(copies()).as("a fetch of what is here is a use").hasSize(2);
  }

  @Test
  void nothingGoesWhileThereIsRoom() throws IOException {
    layers.forEach(
        layer -> {
          try {
            usedAgo(layer, Duration.ofDays(9));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    desktop.images().keepFree(1);
    assertThat(copies()).hasSize(2);
    assertThat(dataFiles()).isEqualTo(2);
  }
}
