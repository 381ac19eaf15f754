package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Verification;
import io.labvm.layers.tree.TreeRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A desktop whose {@code labvm layer} commands get SIGKILL at random moments, and are run again
 * then: each must come to its end, and every version show what the desktop showed.
 */
final class KilledCommands {
  private final Desktop desktop;
  private final Random random;
  private final Map<String, Long> nanos = new TreeMap<>();
  private final Map<String, Integer> kills = new TreeMap<>();
  private int changes;

  KilledCommands(Desktop desktop, long seed) {
    this.desktop = desktop;
    this.random = new Random(seed);
  }

  /** Sync, seal and one of the others, each killed first. */
  void round() throws Exception {
    for (int i = 0; i < 40; i++) {
      change(changes++);
    }
    run("sync", "--once", "--state", desktop.state().root().toString());
    TreeRecord shown = TreeRecord.ofDesktop(desktop.merged, desktop.upper());
    run("seal");
    assertThat(desktop.view().differencesFrom(shown)).isEmpty();
    switch (random.nextInt(3)) {
      case 0 -> fold();
      case 1 -> run("prune", "--now", "--keep-last", Integer.toString(1 + random.nextInt(3)));
      default -> restore();
    }
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  private void fold() throws Exception {
    List<Integer> versions = versions();
    TreeRecord shown = desktop.view();
    // Above a restored version nothing may be foldable; then there is nothing to kill either.
    if (versions.size() > 2 && isLine()) {
      run("fold", "--from", versions.getLast().toString(), "--to", versions.getFirst().toString());
    }
    assertThat(desktop.view().differencesFrom(shown)).isEmpty();
  }

  private boolean isLine() throws IOException {
    var list = desktop.store().versions(Desktop.KEY);
    var low = list.layers(list.get(versions().getLast()));
    var high = list.layers(list.newest());
    return low.size() <= high.size() && high.subList(0, low.size()).equals(low);
  }

  private void restore() throws Exception {
    List<Integer> versions = versions();
    String version = versions.get(random.nextInt(versions.size())).toString();
    desktop.unmount();
    // A process that starts in a mount namespace of its own has all mounts for a moment.
    OverlayMounts overlays = new OverlayMounts(TestedKernel.features());
    Await.until(() -> !overlays.isInUse(desktop.upper()));
    run("restore", "--discard-staged", version);
    var ignored = desktop.mount();
    assertThat(
            desktop.view().differencesFrom(TreeRecord.ofDesktop(desktop.merged, desktop.upper())))
        .isEmpty();
    assertThat(versions().size()).isEqualTo(versions.size() + 1);
  }

  private List<Integer> versions() throws IOException {
    return desktop.store().versions(Desktop.KEY).numbers();
  }

  /** Killed at a moment within the time it took so far, then whole. */
  private void run(String name, String... more) throws Exception {
    OperationKey operation = OperationKey.random();
    long usual = nanos.getOrDefault(name, 0L);
    if (usual > 0) {
      // Most of the time a process only starts; what it does comes at the end of it.
      long moment = usual / 2 + (long) (random.nextDouble() * usual * 0.6);
      Process killed = start(name, operation, more);
      if (!killed.waitFor(moment, TimeUnit.NANOSECONDS)) {
        kills.merge(name, 1, Integer::sum);
      }
      assertThat(killed.destroyForcibly().waitFor()).isIn(0, 137);
    }
    long start = System.nanoTime();
    Process whole = start(name, operation, more);
    assertThat(whole.waitFor()).as(name + ": " + Files.readString(said().toPath())).isZero();
    nanos.put(name, System.nanoTime() - start);
  }

  private Process start(String name, OperationKey operation, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    words.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(LayerCommand.class.getName(), name));
    words.addAll(List.of("--store", desktop.storeRoot.toString(), "--desktop", "" + Desktop.KEY));
    if (!name.equals("sync")) {
      words.addAll(List.of("--operation", operation.toString()));
    }
    words.addAll(List.of(more));
    return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said()).start();
  }

  private File said() {
    return desktop.home.resolve("said").toFile();
  }

  private void change(int i) throws IOException {
    Path dir = Files.createDirectories(desktop.merged.resolve("work-" + i % 7));
    Path file = dir.resolve("file-" + random.nextInt(5));
    Files.writeString(file, "content " + i);
    Path link = desktop.merged.resolve("link-" + i % 19);
    switch (random.nextInt(6)) {
      case 0 -> {
        Path ignored = Files.move(file, desktop.merged.resolve("renamed-" + i));
      }
      case 1 -> {
        boolean ignored = Files.deleteIfExists(link);
        Path same = Files.createLink(link, file);
        Files.writeString(same, "by a link " + i);
      }
      case 2 -> Files.delete(file);
      case 3 -> Files.write(desktop.merged.resolve("big-" + i % 3), content());
      default -> Files.writeString(desktop.merged.resolve("file"), "changed " + i);
    }
  }

  private byte[] content() {
    byte[] content = new byte[(1 << 20) + random.nextInt(100_000)];
    random.nextBytes(content);
    return content;
  }

  /** How many died before their end. */
  int killed() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return "killed: " + kills;
  }
}
