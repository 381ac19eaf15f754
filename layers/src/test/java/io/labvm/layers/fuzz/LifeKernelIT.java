package io.labvm.layers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.MountSpec;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.tree.TreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proof's own tools: they must be able to see, and unable to harm. */
class LifeKernelIT {
  private Ground ground;
  private Life life;

  @BeforeEach
  void settle() throws Exception {
    ground = Ground.create();
    life = Life.on(ground.root());
  }

  @AfterEach
  void leave() throws IOException {
    life.close();
    ground.close();
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(ground.root().resolve(name));
  }

  private Path overlay() throws IOException {
    Path merged = ground.root().resolve("merged");
    MountSpec spec =
        new MountSpec(
            List.of(directory("lower")),
            ground.root().resolve("upper"),
            ground.root().resolve("work"),
            merged);
    new OverlayMounts(MountFeatures.all()).mount(spec);
    return merged;
  }

  @Test
  void theSameSeedLivesTheSameLife() throws Exception {
    life.grow(directory("one"), 7, 400);
    life.grow(directory("two"), 7, 400);
    life.grow(directory("other"), 8, 400);
    TreeRecord one = TreeRecord.ofDirectory(ground.root().resolve("one"));
    assertThat(one.size()).isGreaterThan(80);
    assertThat(TreeRecord.ofDirectory(ground.root().resolve("two")).lines().keySet())
        .isEqualTo(one.lines().keySet());
    assertThat(TreeRecord.ofDirectory(ground.root().resolve("other")).lines().keySet())
        .isNotEqualTo(one.lines().keySet());
  }

  @Test
  void noLinkLeadsOutOfTheTree() throws Exception {
    directory("tree");
    life.steps(
        ground.root().resolve("tree"),
        "symlink ../outside out",
        "symlink /outside absolute",
        "mkdir outside");
    Files.createDirectory(ground.root().resolve("outside"));
    life.steps(ground.root().resolve("tree"), "write out/one x", "write absolute/two x");
    assertThat(ground.root().resolve("outside")).isEmptyDirectory();
    assertThat(ground.root().resolve("tree/outside/two")).exists();
    assertThatThrownBy(() -> life.steps(ground.root().resolve("tree"), "write /proc/self/x y"))
        .hasMessageContaining("No such file");
  }

  @Test
  void livesInAnOverlayWithoutKeepingItBusy() throws Exception {
    life.grow(directory("lower"), 1, 300);
    Path merged = overlay();
    Life.Burst burst = life.burst(merged, 2, 200);
    assertThat(burst.done()).isEqualTo(200);
    assertThat(burst.counts()).hasSizeGreaterThan(40);
    assertThat(new OverlayMounts(MountFeatures.all()).unmount(merged)).isTrue();
    assertThat(new OverlayMounts(MountFeatures.all()).isInUse(ground.root().resolve("upper")))
        .isFalse();
  }

  @Test
  void aFrozenLifeStandsStill() throws Exception {
    life.grow(directory("lower"), 1, 300);
    Path merged = overlay();
    try (Life.Restless restless = life.restless(merged, 3)) {
      long before = restless.freeze();
      TreeRecord record = TreeRecord.ofView(merged);
      assertThat(TreeRecord.ofView(merged).differencesFrom(record)).isEmpty();
      restless.thaw();
      long after = before;
      while (after <= before + 20) {
        after = restless.freeze();
        restless.thaw();
      }
    }
  }

  @Test
  void theComparerSeesEveryKindOfDifference() throws Exception {
    Path tree = directory("tree");
    life.steps(tree, "mkdir d", "write d/f content", "link d/f d/g", "symlink t s", "fifo p");
    life.steps(tree, "sparse hole 1000000 0 x", "copy d/f solo", "device dev c 1 3");
    List<String> changes =
        List.of(
            "chmod d/f 0600",
            "chown s 4 5",
            "touch d 1234567890123456789",
            "touch s 1",
            "rewrite solo CONTENT",
            "setx solo user.a b",
            "setx s trusted.a b",
            "acl d",
            "capability solo",
            "truncate hole 1000001",
            "write new x",
            "remove p",
            "chmod . 0711",
            "defaultacl .");
    for (String change : changes) {
      TreeRecord before = TreeRecord.ofView(tree);
      life.steps(tree, change);
      assertThat(TreeRecord.ofView(tree).differencesFrom(before)).as(change).isNotEmpty();
    }
  }

  @Test
  void theComparerSeesLinksTargetsDevicesAndHoles() throws Exception {
    Path tree = directory("tree");
    life.steps(tree, "write a same", "copy a b", "sparse hole 1000000 0 x", "touch . 1");
    TreeRecord before = TreeRecord.ofView(tree);
    life.steps(tree, "remove b", "link a b", "touch . 1");
    assertThat(TreeRecord.ofView(tree).differencesFrom(before))
        .containsExactly("'a': links 2 as a  <>  ", "'b': links 2 as a  <>  ");
    life.steps(tree, "write hole x", "truncate hole 1000000");
    TreeRecord sparse = TreeRecord.ofView(tree);
    assertThat(sparse.inflatedSince(before)).isEmpty();
    Files.write(tree.resolve("hole"), new byte[1_000_000]);
    assertThat(TreeRecord.ofView(tree).inflatedSince(sparse)).hasSize(1);
  }
}
