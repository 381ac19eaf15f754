package io.labvm.layers.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImageBuild;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.tree.SampleTree;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.LoopDevice;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes is, to fsck.erofs and to the kernel, exactly the tree it was given. */
class ImageKernelIT {
  @TempDir private Path directory;

  @AfterEach
  void leavesNoMounts() throws Exception {
    assertThat(MountTable.read().entries())
        .noneMatch(e -> e.mountPoint().startsWith(directory.toString()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomTreesComeThroughWhole(long seed) throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    new SampleTree(seed).fill(source, 600);
    check(source);
  }

  @Test
  void edgesComeThroughWhole() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    SampleTree.addEdges(source);
    check(source);
  }

  @Test
  void anEmptyTreeIsAnImage() throws Exception {
    check(Files.createDirectory(directory.resolve("source")));
  }

  @Test
  void depthBeyondAnyPathComesThroughWhole() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    SampleTree.addDepth(source, 1200);
    try {
      Path image = build(source);
      // fsck.erofs gives up on paths of 4,096 bytes.
      checkContent(image, TreeRecord.ofDirectory(source));
    } finally {
      removeDeep(source);
    }
  }

  /** JUnit cannot remove what it cannot name. */
  private static void removeDeep(Path tree) throws Exception {
    Process rm = new ProcessBuilder("rm", "-r", tree.toString()).inheritIO().start();
    assertThat(rm.waitFor()).isZero();
  }

  private void check(Path source) throws Exception {
    Path image = build(source);
    TreeRecord wanted = TreeRecord.ofDirectory(source);
    fsck(image);
    checkContent(image, wanted);
    Path again = directory.resolve("again.erofs");
    var ignored = ImageBuild.write(new DirectorySource(source), again, ImportProgress.none());
    assertThat(Files.mismatch(image, again)).as("equal trees, equal images").isEqualTo(-1);
  }

  private Path build(Path source) throws Exception {
    Path image = directory.resolve("image.erofs");
    ImageSummary summary =
        ImageBuild.write(new DirectorySource(source), image, ImportProgress.none());
    assertThat(summary.omissions().asMap()).isEmpty();
    return image;
  }

  private void checkContent(Path image, TreeRecord wanted) throws Exception {
    assertThat(TreeRecord.ofImage(image).differencesFrom(wanted)).as("our reader").isEmpty();
    Path point = Files.createDirectory(directory.resolve("mounted"));
    try (LoopDevice loop = LoopDevice.attach(image)) {
      Mounts.mount(loop.path().toString(), point, "erofs", Set.of(MountFlag.READ_ONLY), "");
    }
    try {
      assertThat(TreeRecord.ofDirectory(point).differencesFrom(wanted)).as("kernel").isEmpty();
    } finally {
      Mounts.unmount(point);
    }
  }

  private static void fsck(Path image) throws Exception {
    Process fsck =
        new ProcessBuilder("fsck.erofs", image.toString()).redirectErrorStream(true).start();
    String output = new String(fsck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fsck.waitFor()).as(output).isZero();
  }
}
