package io.labvm.layers.fuzz;

import io.labvm.linux.MountEntry;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An ext4 file system of its own for one test, mounted at a directory: uppers lie on a real disk
 * file system, and what the kernel flushes at an unmount is only ours. Its blocks are kept in
 * memory where there is room. Closing takes everything away, whatever is still mounted in it.
 */
public final class Ground implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long BYTES = 1L << 30;

  private final Path image;
  private final Path root;

  private Ground(Path image, Path root) {
    this.image = image;
    this.root = root;
  }

  /** Makes and mounts it; the mount is shared, so that a confined life sees the overlays in it. */
  public static Ground create() throws IOException, InterruptedException {
    boolean roomy =
        Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > BYTES;
    Path image =
        roomy
            ? Files.createTempFile(MEMORY, "labvm-ground", ".ext4")
            : Files.createTempFile("labvm-ground", ".ext4");
    Path root = Files.createTempDirectory("labvm-ground").toRealPath();
    Ground ground = new Ground(image, root);
    try {
      // Without journal: a crash of the machine is not what these tests are about.
      command("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image.toString(), BYTES / 1024 + "k");
      command("mount", "-o", "loop", image.toString(), root.toString());
      Mounts.mount("", root, "", Set.of(MountFlag.SHARED), "");
      return ground;
    } catch (IOException | InterruptedException | RuntimeException e) {
      ground.close();
      throw e;
    }
  }

  public Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    List<MountEntry> entries = MountTable.read().entries();
    for (MountEntry entry : entries.reversed()) {
      Path point = Path.of(entry.mountPoint());
      if (point.startsWith(root)) {
        Mounts.detach(point);
      }
    }
    Files.deleteIfExists(image);
    Files.deleteIfExists(root);
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + said);
    }
  }
}
