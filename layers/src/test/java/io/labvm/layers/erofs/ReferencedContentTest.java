package io.labvm.layers.erofs;

import static io.labvm.layers.tree.ReferencedTree.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.tree.ReferencedTree;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose content lies in data files: written, read back, flattened, damaged. */
class ReferencedContentTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path directory;
  private ReferencedTree tree = new ReferencedTree(0, Path.of("/"));

  @BeforeEach
  void makeTree() {
    tree = new ReferencedTree(5, directory.resolve("data"));
  }

  private Path image() {
    return directory.resolve("image.erofs");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void random_files_read_back_whole(long seed) throws Exception {
    tree = new ReferencedTree(seed, directory.resolve("data"));
    for (int i = 0; i < 4; i++) {
      tree.data(1 + (int) (seed * 7 + i * 13L) % 90);
    }
    for (int i = 0; i < 40; i++) {
      tree.addRandom("file-" + i, 1 + i * 4);
    }
    tree.write(image(), 4);
    requireContents(image());
    Path again = tree.write(directory.resolve("again.erofs"), 4);
    assertThat(Files.mismatch(image(), again)).as("same calls, same bytes").isEqualTo(-1);
  }

  @Test
  void a_file_from_two_data_files_chunk_by_chunk_copies_nothing() throws Exception {
    addSixteenMib();
    tree.write(image(), 32);
    requireContents(image());
    assertThat(Files.size(image())).isLessThan(5L * BLOCK);
    try (ErofsImage read = ErofsImage.open(image(), tree.files())) {
      assertThat(read.pieces(inode(read, "big"))).isEqualTo(tree.pieces("big"));
      assertThat(read.dataFiles())
          .containsExactly(
              new DataFile(tree.ids().get(0), 15L * MIB),
              new DataFile(tree.ids().get(1), 8L * MIB));
    }
  }

  /** Old blocks from one data file, changed ones from another. */
  private void addSixteenMib() throws IOException {
    String old = tree.data(16 * 256);
    String changed = tree.data(8 * 256);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long at = (long) i * MIB;
      pieces.add(
          i % 2 == 0
              ? new Piece(at, MIB, old, at)
              : new Piece(at, MIB, changed, at / MIB / 2 * MIB));
    }
    tree.add("big", 16 * MIB, pieces);
  }

  @Test
  void adjoining_pieces_are_read_back_as_one() throws Exception {
    String id = tree.data(512);
    tree.add(
        "f", MIB, List.of(new Piece(0, 4096, id, 8192), new Piece(4096, MIB - 4096, id, 12288)));
    tree.write(image(), 1);
    try (ErofsImage read = ErofsImage.open(image(), tree.files())) {
      assertThat(read.pieces(inode(read, "f"))).containsExactly(new Piece(0, MIB, id, 8192));
    }
  }

  /** Kernel fact: iomap's readahead joins chunks by sector and does not compare devices. */
  @Test
  void no_chunk_starts_where_the_one_before_ends_in_another_device() throws Exception {
    String first = tree.data(512);
    String second = tree.data(512);
    for (int hole : new int[] {0, MIB}) {
      tree.add(
          "over-" + hole,
          2 * MIB + hole,
          List.of(new Piece(0, MIB, first, 0), new Piece(MIB + hole, MIB, second, MIB)));
    }
    tree.write(image(), 2);
    requireContents(image());
    try (ErofsImage read = ErofsImage.open(image(), tree.files())) {
      assertThat(read.dataFiles()).extracting(DataFile::id).containsExactly(first, second);
      assertThat(read.pieces(inode(read, "over-0")))
          .containsExactly(
              new Piece(0, MIB, first, 0),
              Piece.inline(MIB, 4096),
              new Piece(MIB + 4096, MIB - 4096, second, MIB + 4096));
    }
  }

  @Test
  void a_huge_hole_costs_a_short_map() throws Exception {
    String id = tree.data(256);
    long size = 1L << 40;
    List<Piece> pieces = List.of(new Piece(0, MIB, id, 0), new Piece(size - MIB, MIB, id, 0));
    try (ErofsWriter writer =
        new ErofsWriter(image(), ReferencedTree.attributes(FileType.DIRECTORY, 0755), 1)) {
      var inode =
          writer.file(
              ReferencedTree.attributes(FileType.REGULAR, 0600), size, pieces, (at, into) -> -1);
      writer.name(writer.root(), name("huge"), inode);
      var ignored = writer.finish();
    }
    assertThat(Files.size(image())).isLessThan(9L * MIB);
    try (ErofsImage read = ErofsImage.open(image(), tree.files())) {
      assertThat(read.pieces(inode(read, "huge"))).isEqualTo(pieces);
    }
  }

  @Test
  void data_files_beyond_the_room_are_copied() throws Exception {
    for (int i = 0; i < 5; i++) {
      String id = tree.data(256);
      tree.add("file-" + i, MIB, List.of(new Piece(0, MIB, id, 0)));
    }
    tree.write(image(), 3);
    requireContents(image());
    try (ErofsImage read = ErofsImage.open(image(), tree.files())) {
      assertThat(read.dataFiles().stream().map(DataFile::id)).isEqualTo(tree.ids().subList(0, 3));
      assertThat(read.pieces(inode(read, "file-4"))).containsExactly(Piece.inline(0, MIB));
    }
  }

  @Test
  void flattening_keeps_everything_and_needs_no_data_files() throws Exception {
    for (int i = 0; i < 3; i++) {
      tree.data(60);
    }
    for (int i = 0; i < 20; i++) {
      tree.addRandom("file-" + i, 90);
    }
    tree.write(image(), 3);
    Path flat = directory.resolve("flat.erofs");
    try (ErofsImage from = ErofsImage.open(image(), tree.files())) {
      var ignored = FlatImage.write(from, flat);
    }
    assertThat(TreeRecord.ofImage(flat).differencesFrom(TreeRecord.ofImage(image(), tree.files())))
        .isEmpty();
    try (ErofsImage read = ErofsImage.open(flat)) {
      assertThat(read.dataFiles()).isEmpty();
    }
  }

  @Test
  void pieces_off_the_block_boundaries_are_refused() throws Exception {
    String id = tree.data(4);
    for (Piece piece :
        List.of(
            new Piece(1, 4096, id, 0),
            new Piece(0, 4096, id, 512),
            new Piece(0, 100, id, 0),
            new Piece(4096, 8192, id, 0))) {
      assertThatThrownBy(() -> writeOne(8192, List.of(piece)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of a file of 8192 bytes");
    }
  }

  private void writeOne(long size, List<Piece> pieces) throws IOException {
    Files.deleteIfExists(image());
    try (ErofsWriter writer =
        new ErofsWriter(image(), ReferencedTree.attributes(FileType.DIRECTORY, 0755), 1)) {
      var ignored =
          writer.file(
              ReferencedTree.attributes(FileType.REGULAR, 0600), size, pieces, (at, into) -> -1);
    }
  }

  @Test
  void a_missing_data_file_is_named() throws Exception {
    addSixteenMib();
    tree.write(image(), 2);
    Path gone = tree.files().file(tree.ids().get(1));
    Files.delete(gone);
    requireDamage(gone, () -> readAll(image(), tree.files()));
    assertThatThrownBy(() -> readAll(image(), DataFiles.none()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED))
        .hasMessageContaining(tree.ids().get(0));
  }

  @Test
  void a_cut_data_file_is_named() throws Exception {
    addSixteenMib();
    tree.write(image(), 2);
    Path cut = tree.files().file(tree.ids().get(0));
    byte[] bytes = Files.readAllBytes(cut);
    for (int length : new int[] {0, bytes.length - 1, bytes.length - MIB - BLOCK}) {
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      requireDamage(cut, () -> readAll(image(), tree.files()));
    }
  }

  @Test
  void a_damaged_device_table_is_named() throws Exception {
    addSixteenMib();
    tree.write(image(), 2);
    byte[] bytes = Files.readAllBytes(image());
    bytes[BLOCK + 3] = 'G';
    Files.write(image(), bytes);
    requireDamage(image(), () -> readAll(image(), tree.files()));
  }

  @Test
  void layer_marks_are_the_callers_choice() throws Exception {
    Xattr opaque = new Xattr(name("trusted.overlay.opaque"), name("y"));
    Attributes directoryAttributes =
        new Attributes(FileType.DIRECTORY.modeBits() | 0700, 1, 2, 3, 4, 0, 0, List.of(opaque));
    try (ErofsWriter writer =
        new ErofsWriter(image(), ReferencedTree.attributes(FileType.DIRECTORY, 0755), 1)) {
      var opened = writer.directory(writer.root(), name("opaque"), directoryAttributes);
      var whiteout = writer.special(ReferencedTree.attributes(FileType.CHARACTER_DEVICE, 0));
      writer.name(opened, name("gone"), whiteout);
      assertThat(writer.finish().omissions().asMap()).isEmpty();
    }
    try (ErofsImage read = ErofsImage.open(image())) {
      assertThat(read.attributes(inode(read, "opaque"))).isEqualTo(directoryAttributes);
      assertThat(inode(read, "opaque/gone").type()).isEqualTo(FileType.CHARACTER_DEVICE);
      assertThat(inode(read, "opaque/gone").address()).isZero();
    }
  }

  @Test
  void attributes_beyond_the_limits_are_counted_and_known_before() throws Exception {
    List<Xattr> xattrs = new ArrayList<>(List.of(new Xattr(name("btrfs.own"), name("x"))));
    for (int i = 0; i < 6; i++) {
      xattrs.add(new Xattr(name("user.a" + i), new byte[i == 5 ? 65_536 : 60_000]));
    }
    Omissions before = new Omissions();
    List<Xattr> kept = ErofsWriter.keptXattrs(xattrs, before);
    Attributes file = new Attributes(FileType.REGULAR.modeBits(), 0, 0, 0, 0, 0, 0, xattrs);
    try (ErofsWriter writer =
        new ErofsWriter(image(), ReferencedTree.attributes(FileType.DIRECTORY, 0755))) {
      writer.name(writer.root(), name("f"), writer.file(file, 0, (at, into) -> -1));
      assertThat(writer.finish().omissions().asMap()).isEqualTo(before.asMap());
    }
    assertThat(before.asMap()).containsEntry("xattr-namespace", 1L).containsEntry("xattr-size", 2L);
    try (ErofsImage read = ErofsImage.open(image())) {
      assertThat(read.attributes(inode(read, "f")).xattrs()).isEqualTo(kept).hasSize(4);
    }
  }

  private static ImageInode inode(ErofsImage image, String path) throws IOException {
    return Objects.requireNonNull(image.resolve(name(path)));
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireDamage(Path file, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> {
              assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
              assertThat(e.file()).contains(file.toString());
              assertThat(e.offset()).isNotNegative();
            });
  }

  private static void readAll(Path file, DataFiles data) throws IOException {
    assertThat(TreeRecord.ofImage(file, data).size()).isPositive();
  }

  /** Every file as a whole and in random strides. */
  private void requireContents(Path file) throws IOException {
    try (ErofsImage read = ErofsImage.open(file, tree.files())) {
      Random random = new Random(9);
      TreeSet<String> names = new TreeSet<>(tree.contents().keySet());
      for (String name : names) {
        ImageInode inode = inode(read, name);
        ByteBuffer whole = ByteBuffer.allocate(tree.content(name).length);
        while (whole.hasRemaining()) {
          int limit = whole.limit();
          whole.limit(Math.min(limit, whole.position() + 1 + random.nextInt(300_000)));
          assertThat(read.read(inode, whole.position(), whole)).isPositive();
          whole.limit(limit);
        }
        assertThat(java.util.Arrays.equals(whole.array(), tree.content(name))).as(name).isTrue();
      }
    }
  }
}
