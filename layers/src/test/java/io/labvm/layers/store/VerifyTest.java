package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of file damaged: found, named, and nothing else lost. */
class VerifyTest {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;

  @TempDir private Path home;
  private ShippedDesktop desktop;
  private Digest top;

  @BeforeEach
  void makeVersions() throws Exception {
    desktop = ShippedDesktop.create(home);
    for (int i = 1; i <= 2; i++) {
      desktop.ship(
          new DeltaBuilder().file("counter", "at " + i).file("big-" + i, "x".repeat(9000) + i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    desktop.ship(new DeltaBuilder().file("counter", "at 3"));
    top = desktop.versions().get(2).layers().getLast();
    assertThat(verify(DataShare.ALL).damaged()).isEmpty();
    assertThat(desktop.versions().marks(2).isDamaged()).isFalse();
  }

  private Verification verify(DataShare share) throws IOException {
    return Verify.of(desktop.store(), Optional.empty(), share);
  }

  private Path file(String kind) {
    String layer = "layers/" + top.toString().substring(0, 2) + "/" + top;
    return desktop
        .root()
        .resolve(
            switch (kind) {
              case "image" -> layer + "/image.erofs";
              case "manifest" -> layer + "/manifest";
              case "layer" -> layer + "/layer.json";
              case "version" -> "desktops/d1/versions/2.json";
              case "desktop" -> "desktops/d1/desktop.json";
              case "epoch" -> "desktops/d1/epochs/1";
              case "segment" -> "desktops/d1/staging/u1/seg-3";
              case "base" -> "bases/tiny-1/base.json";
              case "base-image" -> "bases/tiny-1/image.erofs";
              default -> throw new IllegalArgumentException(kind);
            });
  }

  @Test
  void a_gap_between_staged_segments_is_named() throws Exception {
    desktop.ship(new DeltaBuilder().file("counter", "at 4"));
    desktop.ship(new DeltaBuilder().file("counter", "at 5"));
    assertThat(verify(DataShare.NONE).damaged()).isEmpty();
    Files.delete(desktop.root().resolve("desktops/d1/staging/u1/seg-4"));
    assertThat(verify(DataShare.NONE).damaged())
        .singleElement()
        .asString()
        .endsWith("u1/seg-4 is missing, and seg-5 cannot be sealed");
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ 0x55);
    }
  }

  /** The other parts of the contents do not see it. */
  @Test
  void what_a_part_found_stays_until_all_is_read() throws Exception {
    Path image = file("image");
    flip(image, Files.size(image) - 1);
    for (int part = 1; part <= 7; part++) {
      var ignored = verify(new DataShare(part, 7));
    }
    for (int part = 1; part <= 7; part++) {
      var ignored = verify(new DataShare(part, 7));
      assertThat(desktop.versions().marks(2).isDamaged()).isTrue();
    }
    flip(image, Files.size(image) - 1);
    assertThat(verify(DataShare.ALL).damaged()).isEmpty();
    assertThat(desktop.versions().marks(2).isDamaged()).isFalse();
  }

  /** A mount takes the fold, so a look at one desktop reads it, too. */
  @Test
  void a_fold_of_one_desktop_is_read() throws Exception {
    Digest fold =
        desktop
            .store()
            .folds(DESKTOP)
            .between(0, 2, new OperationKey("fold"))
            .layer()
            .orElseThrow();
    Path image = desktop.store().layers().image(fold);
    flip(image, Files.size(image) - 100);
    assertThat(Verify.of(desktop.store(), Optional.of(DESKTOP), DataShare.ALL).damaged())
        .singleElement()
        .asString()
        .contains(fold.toString());
    Durable.remove(desktop.store().layers().directory(fold));
    assertThat(Verify.of(desktop.store(), Optional.of(DESKTOP), DataShare.ALL).damaged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image",
        "manifest",
        "layer",
        "version",
        "desktop",
        "epoch",
        "segment",
        "base",
        "base-image"
      })
  void a_truncated_file_is_found(String kind) throws Exception {
    Path file = file(kind);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(access.length() / 2);
    }
    assertThat(verify(DataShare.NONE).damaged())
        .anySatisfy(text -> assertThat(text).contains(file.getFileName().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "manifest", "segment", "base-image"})
  void a_flipped_bit_is_found(String kind) throws Exception {
    Path file = file(kind);
    for (long at = 0; at < Files.size(file); at += Math.max(1, Files.size(file) / 7)) {
      flip(file, at);
      assertThat(verify(DataShare.ALL).damaged()).as(kind + " at " + at).isNotEmpty();
      flip(file, at);
    }
    assertThat(verify(DataShare.ALL).damaged()).as("sound again").isEmpty();
  }

  @Test
  void a_damaged_version_is_not_offered_and_the_others_are() throws Exception {
    flip(file("image"), 1030);
    assertThat(verify(DataShare.NONE).damaged()).isNotEmpty();
    Versions versions = desktop.versions();
    assertThat(versions.marks(2).isDamaged()).isTrue();
    assertThat(versions.marks(1).isDamaged()).isFalse();
    Lines lines = desktop.store().lines(DESKTOP);
    OperationKey key = new OperationKey("back");
    assertDamaged(() -> lines.restore(2, Lines.Staged.DISCARD, key));
    assertDamaged(() -> lines.fork(2, new DesktopKey("d2"), key));
    assertDamaged(() -> desktop.store().stacks(DESKTOP).shortest(versions.get(2)));
    assertThat(desktop.read(1, "counter")).contains("at 1");
    assertThat(lines.restore(1, Lines.Staged.DISCARD, key).number()).isEqualTo(3);
    assertThat(desktop.read(3, "counter")).contains("at 1");
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void assertDamaged(Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
  }

  @Test
  void a_damaged_segment_stops_the_seal_and_loses_nothing() throws Exception {
    flip(file("segment"), 20);
    assertDamaged(() -> desktop.seal("seal-3"));
    assertThat(desktop.read(2, "counter")).contains("at 2");
    assertThat(desktop.versions().numbers()).containsExactly(2, 1, 0);
    flip(file("segment"), 20);
    assertThat(desktop.seal("seal-3").version()).isEqualTo(3);
  }

  @Test
  void a_look_at_structures_does_not_take_back_what_the_data_said() throws Exception {
    Path image = file("image");
    byte[] bytes = Files.readAllBytes(image);
    long at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("xxxx");
    flip(image, at);
    assertThat(verify(DataShare.ALL).damaged()).isNotEmpty();
    assertThat(verify(DataShare.NONE).damaged()).isEmpty();
    assertThat(desktop.versions().marks(2).isDamaged()).isTrue();
    flip(image, at);
    assertThat(verify(DataShare.ALL).damaged()).isEmpty();
    assertThat(desktop.versions().marks(2).isDamaged()).isFalse();
  }

  @Test
  void a_file_the_kernel_cannot_read_is_a_finding_among_others() throws Exception {
    Files.delete(file("manifest"));
    Files.createDirectory(file("manifest"));
    Files.delete(file("segment"));
    Files.createDirectory(file("segment"));
    assertThat(verify(DataShare.ALL).damaged())
        .anySatisfy(text -> assertThat(text).contains(top.toString()))
        .anySatisfy(text -> assertThat(text).contains("seg-3"));
    assertThat(desktop.versions().marks(2).isDamaged()).isTrue();
    assertThat(desktop.versions().marks(1).isDamaged()).isFalse();
  }

  @Test
  void a_missing_layer_is_named() throws Exception {
    io.labvm.layers.durable.Durable.remove(file("image").resolveSibling(".").normalize());
    assertThat(verify(DataShare.NONE).damaged())
        .anySatisfy(text -> assertThat(text).contains(top.toString(), "missing"));
    assertThat(desktop.read(1, "counter")).contains("at 1");
  }

  @Test
  void parts_of_the_data_are_the_whole_together() throws Exception {
    Path image = file("image");
    byte[] bytes = Files.readAllBytes(image);
    flip(image, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("xxxx"));
    int found = 0;
    for (int part = 1; part <= 3; part++) {
      List<String> damaged = verify(new DataShare(part, 3)).damaged();
      found += damaged.isEmpty() ? 0 : 1;
    }
    assertThat(found).isEqualTo(1);
  }

  @Test
  void bytes_of_one_version_alone_are_told() throws Exception {
    Statistics statistics = Statistics.of(desktop.store());
    assertThat(statistics.versions()).hasSize(3);
    Statistics.VersionBytes last = statistics.versions().getLast();
    assertThat(last.version()).isEqualTo(2);
    assertThat(last.uniqueBytes()).isPositive().isLessThan(last.bytes());
    assertThat(statistics.bases()).isPositive();
    assertThat(statistics.unreadable()).isEmpty();
  }

  /** Whoever repairs what a newer release wrote loses it. */
  @ParameterizedTest
  @ValueSource(strings = {"layer", "version"})
  void what_a_newer_release_wrote_is_no_damage(String kind) throws IOException {
    Path document = file(kind);
    String newer = Files.readString(document).replaceFirst("\"format\":1", "\"format\":2");
    Files.writeString(document, newer);
    Files.deleteIfExists(desktop.root().resolve("desktops/d1/versions/2.verified.json"));
    Verification found = verify(DataShare.ALL);
    assertThat(found.damaged()).isEmpty();
    assertThat(found.unsupported()).hasSize(1).first().asString().contains(document.toString());
    assertThat(desktop.versions().marks(2).verification()).as("neither sound nor not").isEmpty();
    assertThatThrownBy(found::requireSupported)
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
  }
}
