package io.labvm.layers.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaTree;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.fold.Fold;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentChainTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path directory;

  private Path file(long number) {
    return directory.resolve("seg-" + number);
  }

  private List<SegmentInfo> write(MemoryDelta delta) throws IOException {
    try (SegmentChainWriter writer = new SegmentChainWriter(this::file, SegmentTest.first())) {
      delta.writeTo(writer);
      return writer.finish(LeftOut.NOTHING);
    }
  }

  private MemoryDelta fold(List<SegmentInfo> segments, Below below) throws IOException {
    List<SegmentReader> readers = new ArrayList<>();
    for (SegmentInfo segment : segments.reversed()) {
      readers.add(SegmentReader.open(file(segment.header().number())));
    }
    MemoryDelta folded = new MemoryDelta();
    Fold.run(readers, below, folded);
    for (SegmentReader reader : readers) {
      reader.close();
    }
    return folded;
  }

  /** Opaque directories, a group over all segments, content beyond the size of a segment. */
  private static MemoryDelta large() {
    byte[] content = new byte[30 * MIB];
    new Random(1).nextBytes(content);
    DeltaBuilder delta = new DeltaBuilder().opaque("o", 0711).file("o/a/first", 1, "linked");
    for (int i = 0; i < 5; i++) {
      delta.file(
          "o/a/file-" + i,
          DeltaBuilder.attributes(FileType.REGULAR, 0600),
          0,
          content,
          DeltaBuilder.whole(content.length));
      delta.file("o/a/file-" + i + "-link", 1, "linked");
    }
    return delta.file("o/b", 1, "linked").whiteout("w").build();
  }

  @Test
  void a_chain_folds_to_the_batch_it_was_made_of() throws IOException {
    MemoryDelta batch = large();
    List<SegmentInfo> segments = write(batch);
    MemoryDelta below =
        new DeltaBuilder().file("o/a/file-0", "old").file("o/x", "old").file("w", "old").build();
    MemoryDelta folded = fold(segments, DeltaTree.view(List.of(DeltaTree.of(below))));
    assertThat(folded.equals(batch)).isTrue();
  }

  @Test
  void each_segment_names_the_one_before_and_the_last_one_commits() throws IOException {
    List<SegmentInfo> segments = write(large());
    assertThat(segments).hasSize(2);
    for (int i = 0; i < segments.size(); i++) {
      SegmentInfo info = segments.get(i);
      assertThat(SegmentReader.verify(file(i + 1))).isEqualTo(info);
      assertThat(info.header().number()).isEqualTo(i + 1);
      assertThat(info.header().firstOfBatch()).isEqualTo(1);
      assertThat(info.header().predecessor())
          .isEqualTo(i == 0 ? null : segments.get(i - 1).digest());
      assertThat(info.commit()).isEqualTo(i == segments.size() - 1);
    }
  }

  @Test
  void many_entries_go_into_several_segments() throws IOException {
    DeltaBuilder delta = new DeltaBuilder();
    for (int i = 0; i < 70_000; i++) {
      delta.whiteout("d/name-" + i);
    }
    MemoryDelta batch = delta.build();
    List<SegmentInfo> segments = write(batch);
    assertThat(segments).extracting(SegmentInfo::entries).containsExactly(65_536L, 4_468L);
    assertThat(fold(segments, DeltaTree.view(List.of(DeltaTree.of(named(batch))))))
        .isEqualTo(batch);
  }

  private static MemoryDelta named(MemoryDelta batch) {
    DeltaBuilder below = new DeltaBuilder();
    batch.entries().stream()
        .filter(e -> !e.state().isDirectory())
        .forEach(e -> below.file(e.path().toString().substring(1), ""));
    return below.build();
  }

  @Test
  void a_batch_that_fails_leaves_no_segment() {
    List<MemoryDelta.Item> items = new ArrayList<>(large().items());
    MemoryDelta.Item last = items.get(items.size() - 2);
    items.set(items.size() - 2, new MemoryDelta.Item(last.entry(), new byte[1]));
    items.set(3, items.get(3));
    MemoryDelta broken = MemoryDelta.of(withoutGroups(items));
    assertThatThrownBy(() -> write(broken)).isInstanceOf(LayerException.class);
    assertThat(directory).isEmptyDirectory();
  }

  private static List<MemoryDelta.Item> withoutGroups(List<MemoryDelta.Item> items) {
    return items.stream()
        .map(
            item ->
                new MemoryDelta.Item(
                    new io.labvm.layers.delta.DeltaEntry(
                        item.entry().path(),
                        item.entry().state(),
                        item.entry().attributes(),
                        0,
                        item.entry().body()),
                    item.content()))
        .toList();
  }

  @Test
  void a_batch_without_a_root_is_none() throws IOException {
    try (SegmentChainWriter writer = new SegmentChainWriter(this::file, SegmentTest.first())) {
      assertThatThrownBy(() -> writer.finish(LeftOut.NOTHING))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Files.exists(file(1))).isFalse();
  }

  @Test
  void what_was_left_out_is_said_by_the_last_segment() throws IOException {
    Omissions omissions = new Omissions();
    omissions.about(() -> new byte[] {'a', (byte) 0xff});
    omissions.add(Omission.SPARSE_PIECES);
    LeftOut leftOut = LeftOut.of(omissions);
    List<SegmentInfo> segments;
    MemoryDelta delta = new DeltaBuilder().file("d", "content").build();
    try (SegmentChainWriter writer = new SegmentChainWriter(this::file, SegmentTest.first())) {
      delta.writeTo(writer);
      segments = writer.finish(leftOut);
    }
    assertThat(segments).extracting(SegmentInfo::commit).containsExactly(false, true);
    assertThat(segments.getFirst().header().leftOut().isEmpty()).isTrue();
    SegmentInfo last = SegmentReader.verify(file(2));
    assertThat(last).isEqualTo(segments.getLast());
    assertThat(last.header().leftOut()).isEqualTo(leftOut);
    assertThat(fold(segments, Below.NOTHING)).isEqualTo(delta);
    byte[] whole = Files.readAllBytes(file(2));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(file(2), flipped);
      assertThatThrownBy(() -> SegmentReader.verify(file(2))).isInstanceOf(LayerException.class);
    }
  }
}
