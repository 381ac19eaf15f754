package io.labvm.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaTree;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.RandomDeltas;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.fold.Fold;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTest {
  @TempDir private Path directory;

  private LayerSummary write(Path layer, MemoryDelta delta, Below below) throws IOException {
    Files.createDirectories(layer);
    try (LayerWriter writer = LayerWriter.create(layer)) {
      Fold.run(List.of(delta.source()), below, writer);
      return writer.finish();
    }
  }

  private LayerSummary write(Path layer, MemoryDelta delta) throws IOException {
    return write(layer, delta, DeltaTree.view(List.of(DeltaTree.of(delta))));
  }

  private static MemoryDelta sample() {
    return new DeltaBuilder()
        .opaque("d", 0700)
        .file("d/a", 5, "linked")
        .file("d/b", 5, "linked")
        .file("e", "content")
        .file("empty", "")
        .link("link", "target")
        .whiteout("w")
        .build();
  }

  private static MemoryDelta below() {
    return new DeltaBuilder().file("d/x", "x").file("w", "w").build();
  }

  private LayerSummary writeSample(Path layer) throws IOException {
    return write(layer, sample(), DeltaTree.view(List.of(DeltaTree.of(below()))));
  }

  @Test
  void a_layer_comes_back_as_it_was() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      Path layer = directory.resolve("layer-" + seed);
      MemoryDelta written = new MemoryDelta();
      Fold.run(
          List.of(new RandomDeltas(new Random(seed)).next(100).source()), Below.NOTHING, written);
      LayerSummary summary = write(layer, written, Below.NOTHING);
      assertThat(MemoryDelta.read(LayerReader.open(layer, summary.id())))
          .as("seed %d", seed)
          .isEqualTo(written);
    }
  }

  @Test
  void whiteouts_and_flags_are_in_the_layer_and_counted() throws IOException {
    LayerSummary summary = writeSample(directory.resolve("l"));
    assertThat(summary.entries()).isEqualTo(7);
    assertThat(summary.whiteouts()).isEqualTo(1);
    assertThat(summary.opaqueDirectories()).isEqualTo(1);
    assertThat(summary.contentBytes()).isEqualTo("linked".length() + "content".length());
    assertThat(summary.omissions()).isEmpty();
    assertThat(summary.isEmpty()).isFalse();
    assertThat(MemoryDelta.read(LayerReader.open(directory.resolve("l"), summary.id())).entries())
        .extracting(e -> e.state())
        .contains(NameState.WHITEOUT, NameState.OPAQUE_DIRECTORY);
  }

  @Test
  void equal_deltas_make_equal_files() throws IOException {
    LayerSummary a = writeSample(directory.resolve("a"));
    LayerSummary b = writeSample(directory.resolve("b"));
    assertThat(a).isEqualTo(b);
    for (String file : List.of(LayerWriter.IMAGE, LayerWriter.MANIFEST)) {
      assertThat(directory.resolve("a").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
    }
  }

  @Test
  void folding_layers_in_any_order_makes_the_same_layer() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      RandomDeltas deltas = new RandomDeltas(new Random(seed));
      MemoryDelta a = deltas.next(60);
      MemoryDelta b = deltas.next(60);
      MemoryDelta c = deltas.next(60);
      Path at = directory.resolve("seed-" + seed);
      Digest all = fold(at.resolve("abc"), Below.NOTHING, a, b, c).id();
      Below belowB = DeltaTree.view(List.of(DeltaTree.of(c)));
      Digest ab = fold(at.resolve("ab"), belowB, a, b).id();
      Digest bc = fold(at.resolve("bc"), Below.NOTHING, b, c).id();
      MemoryDelta readAb = MemoryDelta.read(LayerReader.open(at.resolve("ab"), ab));
      MemoryDelta readBc = MemoryDelta.read(LayerReader.open(at.resolve("bc"), bc));
      assertThat(fold(at.resolve("ab-c"), Below.NOTHING, readAb, c).id()).isEqualTo(all);
      assertThat(fold(at.resolve("a-bc"), Below.NOTHING, a, readBc).id()).isEqualTo(all);
      assertThat(at.resolve("ab-c/image.erofs"))
          .hasSameBinaryContentAs(at.resolve("abc/image.erofs"));
    }
  }

  private LayerSummary fold(Path layer, Below below, MemoryDelta... topFirst) throws IOException {
    Files.createDirectories(layer);
    try (LayerWriter writer = LayerWriter.create(layer)) {
      Fold.run(Arrays.stream(topFirst).map(MemoryDelta::source).toList(), below, writer);
      return writer.finish();
    }
  }

  @Test
  void what_the_image_cannot_hold_stays_in_the_manifest_and_is_counted() throws IOException {
    Attributes attributes =
        DeltaBuilder.attributes(
            FileType.REGULAR,
            0600,
            Xattr.of("system.unknown", new byte[] {1}),
            Xattr.of("trusted.overlay.protattr", "ia".getBytes(StandardCharsets.US_ASCII)));
    MemoryDelta delta = new DeltaBuilder().file("f", attributes, 0, new byte[0], List.of()).build();
    LayerSummary summary = write(directory.resolve("l"), delta);
    assertThat(summary.omissions())
        .isEqualTo(Map.of("xattr-namespace", 1L, "immutable-flag", 1L, "append-only-flag", 1L));
    assertThat(MemoryDelta.read(LayerReader.open(directory.resolve("l"), summary.id())))
        .isEqualTo(delta);
  }

  @Test
  void content_that_is_not_what_the_entry_says_is_damage_and_leaves_nothing() {
    MemoryDelta.Item file = sample().items().get(4);
    byte[] other = "CONTENT".getBytes(StandardCharsets.US_ASCII);
    MemoryDelta wrong =
        MemoryDelta.of(
            List.of(sample().items().getFirst(), new MemoryDelta.Item(file.entry(), other)));
    assertThatThrownBy(() -> write(directory.resolve("l"), wrong))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("/e");
    assertThat(directory.resolve("l")).isEmptyDirectory();
  }

  @Test
  void a_mark_of_overlayfs_in_a_delta_is_damage() {
    Xattr mark = Xattr.of("trusted.overlay.redirect", new byte[] {'/'});
    MemoryDelta delta =
        new DeltaBuilder()
            .directory(
                "d", NameState.DIRECTORY, DeltaBuilder.attributes(FileType.DIRECTORY, 0755, mark))
            .build();
    assertThatThrownBy(() -> write(directory.resolve("l"), delta))
        .isInstanceOf(LayerException.class);
  }

  /** Bits that only fill the last byte of the compressed form change nothing and may pass. */
  @Test
  void a_flipped_bit_in_a_manifest_is_damage_or_changes_nothing() throws IOException {
    Path layer = directory.resolve("l");
    LayerSummary summary = writeSample(layer);
    Path manifest = layer.resolve(LayerWriter.MANIFEST);
    byte[] whole = Files.readAllBytes(manifest);
    MemoryDelta sound = MemoryDelta.read(LayerReader.open(layer, summary.id()));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(manifest, flipped);
      requireDamagedOr(sound, layer, summary.id());
      Files.write(manifest, Arrays.copyOf(whole, i));
      requireDamagedOr(null, layer, summary.id());
    }
  }

  private static void requireDamagedOr(@Nullable MemoryDelta sound, Path layer, Digest id)
      throws IOException {
    try {
      assertThat(MemoryDelta.read(LayerReader.open(layer, id))).isEqualTo(sound);
    } catch (LayerException e) {
      assertThat(e.error()).isIn(LayerError.DAMAGED, LayerError.UNSUPPORTED);
    }
  }

  @Test
  void directories_deeper_than_what_stays_open_are_found_again() throws IOException {
    DeltaBuilder delta = new DeltaBuilder();
    StringBuilder path = new StringBuilder("d");
    for (int i = 0; i < 100; i++) {
      delta.file(path + "/a", "a" + i).file(path + "/z", "z" + i);
      path.append("/m");
    }
    MemoryDelta written = delta.build();
    LayerSummary summary = write(directory.resolve("l"), written);
    assertThat(MemoryDelta.read(LayerReader.open(directory.resolve("l"), summary.id())))
        .isEqualTo(written);
  }
}
