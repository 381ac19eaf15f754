package io.labvm.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaTree;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.fold.Fold;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.segment.SegmentWriter;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A segment and a layer as the first version of the format wrote them, and a segment that says what
 * was left out, as the second did. They stay readable for ever; a change of how they are written is
 * a change of format and needs new ones beside them.
 */
class GoldenFormatTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/format-1");
  private static final Path SAYING = Path.of("src/test/resources/golden/format-2/segment");
  private static final Digest LAYER =
      Digest.parse("6d72ec420402e567888a1affa15a778f03ac4e47761846239a1a54bfa7be81bf");

  private static final int TRAILER = 61;

  @TempDir private Path directory;

  static MemoryDelta delta() {
    byte[] sparse = new byte[100_000];
    Arrays.fill(sparse, 0, 10, (byte) 's');
    Arrays.fill(sparse, 90_000, 90_010, (byte) 'p');
    Xattr xattr = Xattr.of("user.note", "value".getBytes(StandardCharsets.US_ASCII));
    return new DeltaBuilder()
        .directory("", 0711)
        .opaque("opaque", 0700)
        .file("opaque/in", "inside")
        .directory("plain", NameState.DIRECTORY, attributes(FileType.DIRECTORY, 01777, xattr))
        .file("plain/one", 1, "linked")
        .file("plain/two", 1, "linked")
        .file("plain-", "beside")
        .link("link", "tar\u00fcget")
        .file("empty", "")
        .file("\u00ff\u0001", "bytes")
        .file(
            "sparse",
            attributes(FileType.REGULAR, 04755, xattr),
            0,
            sparse,
            List.of(Part.inline(0, 10), Part.inline(90_000, 10)))
        .node("device", device(), 0, Body.NONE)
        .node("fifo", attributes(FileType.FIFO, 0600), 0, Body.NONE)
        .node("socket", attributes(FileType.SOCKET, 0600), 0, Body.NONE)
        .whiteout("gone")
        .build();
  }

  private static Attributes attributes(FileType type, int mode, Xattr... xattrs) {
    return DeltaBuilder.attributes(type, mode, xattrs);
  }

  private static Attributes device() {
    return new Attributes(
        FileType.BLOCK_DEVICE.modeBits() | 0660, 0, -2, -1, 999_999_999, 8, 70_000, List.of());
  }

  private static SegmentHeader header(LeftOut leftOut) {
    return new SegmentHeader(
        "golden-upper",
        7,
        3,
        Digest.of(new byte[32]),
        6,
        Consistency.LIVE,
        Instant.parse("2026-11-25T07:00:00.5Z"),
        leftOut);
  }

  private static LeftOut leftOut() {
    return new LeftOut(
        Map.of(
            Omission.IMMUTABLE_FLAG.code(),
            new LeftOut.Names(12, List.of(new LeftOut.Name("opaque/in", 9))),
            Omission.PATH_LENGTH.code(),
            new LeftOut.Names(1, List.of(new LeftOut.Name("x".repeat(400), 5_000)))));
  }

  private static Below below() {
    return DeltaTree.view(
        List.of(DeltaTree.of(new DeltaBuilder().file("opaque/x", "").file("gone", "").build())));
  }

  private static SegmentInfo writeSegment(Path file, LeftOut leftOut) throws IOException {
    try (SegmentWriter writer = SegmentWriter.create(file, header(leftOut))) {
      delta().writeTo(writer);
      return writer.finish(true);
    }
  }

  private static LayerSummary writeLayer(Path directory) throws IOException {
    try (LayerWriter writer = LayerWriter.create(directory)) {
      Fold.run(List.of(delta().source()), below(), writer);
      return writer.finish();
    }
  }

  @Test
  void the_kept_segments_are_still_read() throws IOException {
    isRead(GOLDEN.resolve("segment"), LeftOut.NOTHING);
    isRead(SAYING, leftOut());
  }

  private static void isRead(Path segment, LeftOut leftOut) throws IOException {
    assertThat(SegmentReader.verify(segment).header()).isEqualTo(header(leftOut));
    assertThat(MemoryDelta.read(SegmentReader.open(segment))).isEqualTo(delta());
  }

  @Test
  void the_kept_layer_is_still_read() throws IOException {
    assertThat(MemoryDelta.read(LayerReader.open(GOLDEN, LAYER))).isEqualTo(delta());
    assertThat(LayerVerify.run(GOLDEN, LAYER, LayerVerify.Depth.DATA, DataFiles.none()))
        .isEqualTo(delta().items().size() - 1);
  }

  /** Compressed bytes may differ between versions of zlib; all others may not. */
  @Test
  void what_is_written_now_is_what_was_kept() throws IOException {
    LayerSummary summary = writeLayer(directory);
    assertThat(summary.id()).isEqualTo(LAYER);
    assertThat(directory.resolve(LayerWriter.IMAGE))
        .hasSameBinaryContentAs(GOLDEN.resolve(LayerWriter.IMAGE));
    isWritten(GOLDEN.resolve("segment"), LeftOut.NOTHING);
    isWritten(SAYING, leftOut());
  }

  private void isWritten(Path segment, LeftOut leftOut) throws IOException {
    Path file = directory.resolve("segment");
    Files.deleteIfExists(file);
    SegmentInfo info = writeSegment(file, leftOut);
    byte[] written = Files.readAllBytes(file);
    byte[] kept = Files.readAllBytes(segment);
    int plain = Math.toIntExact(written.length - TRAILER - packedBytes(written));
    assertThat(plain).isGreaterThan(Math.toIntExact(info.contentBytes()));
    assertThat(Arrays.copyOf(written, plain)).isEqualTo(Arrays.copyOf(kept, plain));
  }

  private static long packedBytes(byte[] segment) {
    return ByteBuffer.wrap(segment).getLong(segment.length - TRAILER + 16);
  }

  /** Writes the kept files anew, when a format is added. */
  public static void main(String[] args) throws IOException {
    Path to = Files.createDirectories(Path.of(args[0]));
    var segment = writeSegment(to.resolve("segment"), leftOut());
    var layer = writeLayer(to);
    Files.writeString(to.resolve("written"), segment + "\n" + layer + "\n");
  }
}
