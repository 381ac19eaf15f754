package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.tree.SampleTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a member does to their tree meanwhile, a capture reads nothing but the upper. */
@Tag(TestedKernel.OLD)
class HostileUpperKernelIT {
  private static final byte[] SECRET = "outside".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path temporary;
  private Desk desk;
  private Path merged;

  @BeforeEach
  void desk() throws Exception {
    desk = new Desk(temporary.toRealPath());
    merged = desk.mount();
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  /** Directories are swapped for links that lead outside, and files for links and FIFOs. */
  @Test
  void aSwapperCannotLeadACaptureOutside() throws Exception {
    Path outside = desk.home.resolve("outside");
    Files.write(Files.createDirectories(outside.resolve("in")).resolve("file"), SECRET);
    Files.write(outside.resolve("file"), SECRET);
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    swap(outside);
                  }
                });
    long seen = 0;
    try {
      for (int i = 0; i < 150; i++) {
        Desk.Sealed sealed = desk.seal();
        seen += sealed.entries().size();
        requireNothingOfOutside(sealed.raw());
      }
    } finally {
      done.set(true);
      swapper.join();
    }
    assertThat(seen).isGreaterThan(150);
    Desk.Sealed quiet = desk.seal();
    assertThat(quiet.unstable()).isZero();
    requireNothingOfOutside(quiet.raw());
    assertThat(desk.seal().entries()).hasSize(1);
  }

  private void swap(Path outside) {
    try {
      Path dir = merged.resolve("dir");
      Path in = Files.createDirectories(dir.resolve("in"));
      Files.writeString(in.resolve("file"), "inside");
      Files.writeString(dir.resolve("file"), "inside");
      Files.move(dir, merged.resolve("kept"));
      Files.createSymbolicLink(dir, outside);
      Files.delete(dir);
      Files.move(merged.resolve("kept"), dir);
      Files.delete(dir.resolve("file"));
      Files.createSymbolicLink(dir.resolve("file"), outside.resolve("file"));
      Files.delete(in.resolve("file"));
      Files.delete(in);
      Files.createSymbolicLink(in, outside.resolve("in"));
      Files.delete(in);
      Files.delete(dir.resolve("file"));
      Files.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNothingOfOutside(List<DeltaEntry> delta) {
    Digest secret = Digest.of(Digests.sha256().digest(SECRET));
    for (DeltaEntry entry : delta) {
      if (entry.body() instanceof Body.Data data) {
        assertThat(data.digest()).as(entry.path().toString()).isNotEqualTo(secret);
      }
    }
  }

  @Test
  void aTreeDeeperThanOpenFilesAllowIsCapturedAllTheSame() throws Exception {
    Path deep = desk.upper.resolve("deeper");
    Files.createDirectory(deep);
    SampleTree.addDepth(deep, 3000);
    assertThat(desk.seal().entries()).hasSize(3002);
    assertThat(desk.seal().entries()).hasSize(1);
    Process rm = new ProcessBuilder("rm", "-rf", deep.toString()).start();
    assertThat(rm.waitFor()).isZero();
    assertThat(desk.seal().entries()).hasSize(2).containsEntry("deeper", "W");
  }
}
