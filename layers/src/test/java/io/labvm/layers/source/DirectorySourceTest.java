package io.labvm.layers.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {
  private static final int ROUNDS = 60;

  @TempDir private Path directory;
  private int images;

  private TreeRecord record(Path source) throws IOException {
    Path image = directory.resolve("image-" + images++);
    var ignored = ImageBuild.write(new DirectorySource(source), image, ImportProgress.none());
    TreeRecord record = TreeRecord.ofImage(image);
    Files.delete(image);
    return record;
  }

  /** Whoever owns the tree swaps a directory and a file for links to the outside, all the time. */
  @Test
  @Timeout(300)
  void aSwappedLinkNeverBringsAnythingFromOutside() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "from outside");
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.writeString(Files.createDirectory(source.resolve("d")).resolve("mine"), "inside");
    Files.writeString(source.resolve("f"), "inside");
    AtomicBoolean stop = new AtomicBoolean();
    Thread swapper = Thread.ofPlatform().start(() -> swap(source, outside, stop));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        TreeRecord found = record(source);
        assertThat(found.lines().keySet()).noneMatch(path -> path.contains("secret"));
        assertThat(found.lines().values()).noneMatch(line -> line.contains("| 12 |"));
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
  }

  private static void swap(Path source, Path outside, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        swapOnce(source.resolve("d"), outside);
        swapOnce(source.resolve("f"), outside.resolve("secret"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void swapOnce(Path path, Path target) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + "-aside");
    Files.move(path, aside);
    Files.createSymbolicLink(path, target);
    Files.delete(path);
    Files.move(aside, path);
  }

  @Test
  @Timeout(20)
  void neitherDevicesNorPipesAreOpened() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    try (Dir dir = Dir.open(source)) {
      // Reading one would never end, opening the other would wait for ever.
      dir.makeNode(bytes("zero"), FileType.CHARACTER_DEVICE.modeBits() | 0666, 1, 5);
      dir.makeNode(bytes("pipe"), FileType.FIFO.modeBits() | 0600, 0, 0);
    }
    assertThat(record(source).lines()).containsOnlyKeys("", "pipe", "zero");
  }

  @Test
  void saysWhichPathIsNotThere() {
    assertThatThrownBy(() -> record(directory.resolve("none"))).hasMessageContaining("none");
    assertThat(directory.resolve("image-0")).doesNotExist();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
