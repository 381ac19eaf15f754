package io.labvm.layers.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImageBuild;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.tree.ReferencedTree;
import io.labvm.layers.tree.SampleTree;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes an image has: an answer or damage with its place, in bounded time and memory. */
class ErofsImageFuzzTest {
  private static final int ROUNDS = 600;

  @TempDir private Path directory;
  private byte[] sound = {};
  private DataFiles files = DataFiles.none();

  @BeforeEach
  void makeImage() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    new SampleTree(77).fill(source, 150);
    Path image = directory.resolve("sound.erofs");
    var ignored = ImageBuild.write(new DirectorySource(source), image, ImportProgress.none());
    sound = Files.readAllBytes(image);
  }

  @Test
  @Timeout(300)
  void flippedBitsGiveAnAnswerOrDamage() throws Exception {
    fuzz(new Random(3));
  }

  @Test
  @Timeout(300)
  void flippedBitsOfAnImageOverDataFilesGiveAnAnswerOrDamage() throws Exception {
    ReferencedTree tree = new ReferencedTree(8, directory.resolve("data"));
    for (int i = 0; i < 5; i++) {
      tree.data(40);
    }
    for (int i = 0; i < 60; i++) {
      tree.addRandom("file-" + i, 60);
    }
    sound = Files.readAllBytes(tree.write(directory.resolve("referenced.erofs"), 5));
    files = tree.files();
    fuzz(new Random(4));
  }

  private void fuzz(Random random) throws IOException {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = sound.clone();
      for (int i = 1 + random.nextInt(30); i > 0; i--) {
        bytes[place(random, bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      repairChecksum(bytes); // else nothing behind the superblock would be tried
      refused += readAll(bytes) ? 0 : 1;
    }
    assertThat(refused).as("rounds that found damage").isBetween(ROUNDS / 20, ROUNDS);
  }

  @Test
  @Timeout(300)
  void cutImagesAreDamaged() throws Exception {
    for (int length : new int[] {0, 1, 1023, 1024, 1100, 4095, 4096, 8192, sound.length - 4096}) {
      assertThat(readAll(Arrays.copyOf(sound, length))).as("length " + length).isFalse();
    }
  }

  @Test
  void aFlippedBitInTheSuperblockIsFoundByItsChecksum() throws Exception {
    sound[ErofsFormat.SUPERBLOCK_AT + 17] ^= 1;
    Path file = Files.write(directory.resolve("flipped"), sound);
    assertThatThrownBy(() -> ErofsImage.open(file).close())
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("checksum")
        .hasMessageContaining("1028");
  }

  /** Half of the flips go to the metadata at both ends. */
  private static int place(Random random, int length) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(length);
      case 1 -> Math.min(length - 1, 1024 + random.nextInt(4096));
      default -> length - 1 - random.nextInt(Math.min(length, 64 * 1024));
    };
  }

  private static void repairChecksum(byte[] bytes) {
    ByteBuffer block0 = InodeArea.little(Arrays.copyOf(bytes, 4096));
    int sum = Superblock.checksum(block0);
    InodeArea.little(bytes).putInt(ErofsFormat.SUPERBLOCK_AT + 4, sum);
  }

  /** Reads everything there is; false when damage was found, as it must be said. */
  private boolean readAll(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("fuzzed"), bytes);
    try (ErofsImage image = ErofsImage.open(file, files)) {
      long[] budget = {64L << 20};
      ImageWalk.walk(image, (path, inode) -> readOne(image, inode, budget));
      return true;
    } catch (LayerException e) {
      assertThat(e).hasMessageMatching("(?s).*(damaged|image|EROFS).*");
      return false;
    }
  }

  private static void readOne(ErofsImage image, ImageInode inode, long[] budget)
      throws IOException {
    var ignored = image.xattrs(inode);
    if (inode.type() == FileType.SYMBOLIC_LINK) {
      assertThat(image.readLink(inode).length).isPositive();
    }
    if (inode.type() == FileType.REGULAR) {
      assertThat(image.pieces(inode).size()).isLessThan(1 << 20);
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      long at = 0;
      // A flipped size may claim exabytes of hole: reading some of it shows enough.
      for (int n; budget[0] > 0 && (n = image.read(inode, at, buffer.clear())) > 0; at += n) {
        budget[0] -= n;
      }
    }
  }
}
