package io.labvm.layers.mount;

import static io.labvm.layers.tree.ReferencedTree.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.erofs.DataFile;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.FlatImage;
import io.labvm.layers.erofs.Piece;
import io.labvm.layers.tree.ReferencedTree;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images whose content lies in data files show to the kernel what they show to our reader. */
class DataFileMountKernelIT {
  private static final int MIB = 1 << 20;

  @TempDir private Path temporary;
  private Path home = Path.of("/");
  private Path image = Path.of("/");
  private ReferencedTree tree = new ReferencedTree(0, home);

  static List<MountFeatures> features() {
    return List.of(
        new MountFeatures(true, true, true),
        new MountFeatures(false, true, true),
        new MountFeatures(true, false, true),
        new MountFeatures(false, false, true));
  }

  @BeforeEach
  void prepare() throws Exception {
    // A comma in a path ends an option of mount(2).
    home = Files.createDirectory(temporary.toRealPath().resolve("a,b"));
    image = home.resolve("image.erofs");
    tree = new ReferencedTree(21, home.resolve("data"));
  }

  @AfterEach
  void leavesNoMounts() throws Exception {
    List<String> left =
        MountTable.read().entries().stream()
            .map(e -> e.mountPoint())
            .filter(p -> p.startsWith(home.toString()))
            .sorted(java.util.Comparator.reverseOrder())
            .toList();
    for (String mount : left) {
      Mounts.detach(Path.of(mount));
    }
    assertThat(left).isEmpty();
  }

  private ImageMounts images(MountFeatures features) {
    return new ImageMounts(home.resolve("images"), features);
  }

  /** Sparse, mixed, from several data files, and 16 MiB block by block from two of them. */
  private void makeImage() throws Exception {
    String old = tree.data(16 * 256);
    String changed = tree.data(8 * 256);
    for (int i = 0; i < 5; i++) {
      tree.data(3 + i * 17);
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long at = (long) i * MIB;
      boolean kept = i % 2 == 0;
      pieces.add(new Piece(at, MIB, kept ? old : changed, kept ? at : (long) (i / 2) * MIB));
    }
    tree.add("big", 16 * MIB, pieces);
    tree.add("sparse", 40 * MIB, List.of(new Piece(20 * MIB, 3 * BLOCK, old, 5 * BLOCK)));
    for (int i = 0; i < 60; i++) {
      tree.addRandom("file-" + i, 1 + i * 3);
    }
    // Without care, loop devices show the second half from the first data file.
    tree.add(
        "neighbours",
        2 * MIB,
        List.of(new Piece(0, MIB, old, 0), new Piece(MIB, MIB, changed, MIB)));
    tree.write(image, 32);
  }

  private void requireContents(Path point) throws Exception {
    for (String name : tree.contents().keySet()) {
      byte[] shown = Files.readAllBytes(point.resolve(name));
      assertThat(Arrays.equals(shown, tree.content(name))).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("features")
  void the_kernel_shows_every_byte_also_below_an_overlay(MountFeatures allowed) throws Exception {
    makeImage();
    MountFeatures found = OverlaySupport.probe(home.resolve("probe"), allowed);
    assertThat(found).isEqualTo(allowed);
    ImageMounts images = images(found);
    Path point = images.mount("layer", image, tree.files());
    assertThat(images.mount("layer", image, tree.files())).as("again").isEqualTo(point);
    requireContents(point);
    assertThat(
            TreeRecord.ofDirectory(point).differencesFrom(TreeRecord.ofImage(image, tree.files())))
        .isEmpty();
    OverlayMounts overlays = new OverlayMounts(found);
    MountSpec spec =
        new MountSpec(
            List.of(point), home.resolve("upper"), home.resolve("work"), home.resolve("merged"));
    overlays.mount(spec);
    requireContents(spec.merged());
    Files.writeString(spec.merged().resolve("file-1"), "changed");
    assertThat(spec.merged().resolve("file-1")).hasContent("changed");
    assertThat(overlays.unmount(spec.merged())).isTrue();
    requireContents(point);
    assertThat(images.unmount("layer")).isTrue();
  }

  @Test
  void many_data_files_need_the_new_way() throws Exception {
    for (int i = 0; i < 200; i++) {
      tree.add("file-" + i, 2 * BLOCK, List.of(new Piece(0, 2 * BLOCK, tree.data(2), 0)));
    }
    tree.write(image, 200);
    assertThatThrownBy(
            () -> images(new MountFeatures(false, true, true)).mount("layer", image, tree.files()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
    ImageMounts images = images(MountFeatures.all());
    requireContents(images.mount("layer", image, tree.files()));
    assertThat(images.unmount("layer")).isTrue();
  }

  @Test
  void where_device_tables_are_off_a_flat_copy_shows_the_same() throws Exception {
    makeImage();
    ImageMounts images = images(MountFeatures.none());
    assertThatThrownBy(() -> images.mount("layer", image, tree.files()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
    Path flat = home.resolve("flat.erofs");
    try (ErofsImage from = ErofsImage.open(image, tree.files())) {
      var ignored = FlatImage.write(from, flat);
    }
    Path point = images.mount("layer", flat);
    requireContents(point);
    assertThat(
            TreeRecord.ofDirectory(point).differencesFrom(TreeRecord.ofImage(image, tree.files())))
        .isEmpty();
    assertThat(images.unmount("layer")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("features")
  void a_missing_or_short_data_file_is_refused_before_the_kernel_sees_it(MountFeatures allowed)
      throws Exception {
    makeImage();
    ImageMounts images = images(allowed);
    Path file = tree.files().file(tree.ids().get(1));
    Files.write(file, new byte[BLOCK]);
    requireDamage(file, images);
    Files.delete(file);
    requireDamage(file, images);
    assertThatThrownBy(() -> images.mount("layer", image, DataFiles.none()))
        .isInstanceOf(LayerException.class);
  }

  private void requireDamage(Path file, ImageMounts images) {
    assertThatThrownBy(() -> images.mount("layer", image, tree.files()))
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> {
              assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
              assertThat(e.file()).contains(file.toString());
            });
  }

  @Test
  void fsck_accepts_image_and_data_files() throws Exception {
    makeImage();
    List<String> words = new ArrayList<>(List.of("fsck.erofs", "--extract"));
    try (ErofsImage read = ErofsImage.open(image)) {
      for (DataFile file : read.dataFiles()) {
        words.add("--device=" + tree.files().file(file.id()));
      }
    }
    words.add(image.toString());
    Process fsck = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(fsck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fsck.waitFor()).as(output).isZero();
  }
}
