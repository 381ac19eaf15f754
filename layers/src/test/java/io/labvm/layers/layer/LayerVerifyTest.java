package io.labvm.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.RandomDeltas;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.fold.Fold;
import io.labvm.layers.layer.LayerVerify.Depth;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerVerifyTest {
  @TempDir private Path directory;

  private Digest write(Path layer, MemoryDelta delta) throws IOException {
    return write(layer, delta, DataFiles.none());
  }

  private Digest write(Path layer, MemoryDelta delta, DataFiles files) throws IOException {
    Files.createDirectories(layer);
    try (LayerWriter writer = LayerWriter.create(layer, files)) {
      Fold.run(List.of(delta.source()), Below.NOTHING, writer);
      return writer.finish().id();
    }
  }

  private static long verify(Path layer, Digest id) throws IOException {
    return LayerVerify.run(layer, id, Depth.DATA, DataFiles.none());
  }

  @Test
  void what_was_written_is_sound() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      Path layer = directory.resolve("layer-" + seed);
      Digest id = write(layer, new RandomDeltas(new Random(seed)).next(100));
      long names = verify(layer, id);
      assertThat(names).isEqualTo(MemoryDelta.read(LayerReader.open(layer, id)).items().size() - 1);
    }
  }

  /** Every byte of an image that means something is compared with the manifest. */
  @Test
  void an_image_of_another_layer_is_damage() throws IOException {
    MemoryDelta base = sample().build();
    Digest id = write(directory.resolve("l"), base);
    List<MemoryDelta> others =
        List.of(
            sample().file("more", "").build(),
            sample().file("d/more", "").build(),
            sample().file("e", "c0ntent").build(),
            sample().directory("d", 0711).build(),
            sample().file("d/b", "linked").build(),
            sample().file("d/c", 5, "linked").build(),
            sample().link("link", "other").build());
    for (int i = 0; i < others.size(); i++) {
      Path other = directory.resolve("other-" + i);
      var ignored = write(other, others.get(i));
      Files.delete(other.resolve(LayerWriter.MANIFEST));
      Files.copy(
          directory.resolve("l").resolve(LayerWriter.MANIFEST),
          other.resolve(LayerWriter.MANIFEST));
      assertThatThrownBy(() -> verify(other, id))
          .as("other %d", i)
          .isInstanceOfSatisfying(
              LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.DAMAGED));
    }
  }

  private static DeltaBuilder sample() {
    return new DeltaBuilder()
        .file("d/a", 5, "linked")
        .file("d/b", 5, "linked")
        .file("e", "content")
        .link("link", "target");
  }

  @Test
  void content_in_data_files_stays_there_and_is_verified_with_them() throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Path data = Files.createDirectories(directory.resolve("data"));
    Path file = data.resolve("file");
    Files.write(file, Arrays.copyOf(content, 65 * 4096));
    Digest name = Digest.parse(Digests.sha256(file));
    DataFiles files = id -> file;
    List<Part> parts =
        List.of(new Part(0, 65 * 4096, name, 0), Part.inline(65 * 4096, 300_000 - 65 * 4096));
    Attributes attributes = DeltaBuilder.attributes(FileType.REGULAR, 0600);
    MemoryDelta delta = new DeltaBuilder().file("f", attributes, 0, content, parts).build();
    Path layer = directory.resolve("l");
    Digest id = write(layer, delta, files);
    assertThat(Files.size(layer.resolve(LayerWriter.IMAGE))).isLessThan(100_000);
    assertThat(LayerVerify.run(layer, id, Depth.REFERENCED_DATA, files)).isEqualTo(1);
    try (LayerReader reader = LayerReader.open(layer, id)) {
      assertThat(reader.next()).isEqualTo(delta.entries().getFirst());
      assertThat(reader.next()).isEqualTo(delta.entries().getLast());
    }
    Files.write(file, new byte[65 * 4096]);
    assertThatThrownBy(() -> LayerVerify.run(layer, id, Depth.REFERENCED_DATA, files))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("content");
  }
}
