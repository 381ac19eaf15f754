package io.labvm.node.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.linux.Dir;
import io.labvm.linux.LinuxException;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two plain trees, as root. */
class PutBackKernelIT {
  @TempDir private Path scratch;
  private Path view;
  private Path desktop;
  private int operations;

  @BeforeEach
  void makeTrees() throws IOException {
    view = Files.createDirectories(scratch.resolve("view"));
    desktop = Files.createDirectories(scratch.resolve("desktop"));
    Path data = Files.createDirectories(view.resolve("home/data/deep"));
    Files.writeString(data.resolve("file"), "old");
    Files.setAttribute(data.resolve("file"), "unix:mode", 04750);
    Files.setAttribute(data.resolve("file"), "unix:uid", 1000);
    Files.setAttribute(data.resolve("file"), "unix:mode", 04750);
    Files.createLink(data.resolve("hard"), data.resolve("file"));
    Files.createSymbolicLink(data.resolve("soft"), Path.of("/etc/shadow"));
    Files.setLastModifiedTime(view.resolve("home/data"), FileTime.fromMillis(1_000));
  }

  private PutBack.Put put(String path, FromVersion.Mode mode) throws IOException {
    return put(path, mode, CopyProgress.none());
  }

  private PutBack.Put put(String path, FromVersion.Mode mode, CopyProgress progress)
      throws IOException {
    operations++;
    return repeat(path, mode, progress);
  }

  /** Once more the operation that was put last. */
  private PutBack.Put repeat(String path, FromVersion.Mode mode, CopyProgress progress)
      throws IOException {
    FromVersion from = new FromVersion(3, path, mode);
    try (Dir source = Dir.open(view);
        Dir target = Dir.openConfined(desktop)) {
      return new PutBack(WantedPath.of(path), request(from, "op" + operations), notes(), progress)
          .put(source, target);
    }
  }

  private static CopyBack request(FromVersion from, String operation) {
    return new CopyBack(new DesktopId("d1"), 1, new OperationId(operation), from, null);
  }

  private PutNotes notes() {
    return new PutNotes(scratch.resolve("notes"));
  }

  /** Whoever asked again has not heard of the first time. */
  @Test
  void an_operation_puts_once_however_often_it_is_repeated() throws IOException {
    Path there = Files.createDirectories(desktop.resolve("home/data"));
    PutBack.Put beside = put("/home/data", FromVersion.Mode.BESIDE);
    assertThat(repeat("/home/data", FromVersion.Mode.BESIDE, CopyProgress.none()))
        .isEqualTo(beside);
    assertThat(desktop.resolve("home/data.v3-2")).doesNotExist();

    PutBack.Put replaced = put("/home/data", FromVersion.Mode.REPLACE);
    Files.writeString(there.resolve("written-since"), "mine");
    assertThat(repeat("/home/data", FromVersion.Mode.REPLACE, CopyProgress.none()))
        .isEqualTo(replaced);
    assertThat(there.resolve("written-since")).hasContent("mine");
  }

  @Test
  void what_was_moved_away_since_is_copied_again() throws IOException {
    PutBack.Put first = put("/home/data", FromVersion.Mode.BESIDE);
    rename(desktop.resolve("home/data.v3"), desktop.resolve("home/kept"));
    assertThat(repeat("/home/data", FromVersion.Mode.BESIDE, CopyProgress.none())).isEqualTo(first);
    assertThat(desktop.resolve("home/kept/deep/file")).hasContent("old");
    assertThat(desktop.resolve("home/data.v3/deep/file")).hasContent("old");
  }

  @Test
  void a_lost_folder_comes_back_with_all_that_belongs_to_it() throws IOException {
    PutBack.Put put = put("/home/data", FromVersion.Mode.REPLACE);
    assertThat(put).isEqualTo(new PutBack.Put("/home/data", 5, 3));
    Path deep = desktop.resolve("home/data/deep");
    assertThat(deep.resolve("file")).hasContent("old");
    assertThat(Files.getAttribute(deep.resolve("file"), "unix:mode")).isEqualTo(0104750);
    assertThat(Files.getAttribute(deep.resolve("file"), "unix:uid")).isEqualTo(1000);
    assertThat(Files.isSameFile(deep.resolve("file"), deep.resolve("hard"))).isTrue();
    assertThat(Files.readSymbolicLink(deep.resolve("soft"))).hasToString("/etc/shadow");
    assertThat(Files.getLastModifiedTime(desktop.resolve("home/data")).toMillis()).isEqualTo(1_000);
  }

  @Test
  void what_is_there_is_replaced_whole_or_kept_beside() throws IOException {
    Path there = Files.createDirectories(desktop.resolve("home/data"));
    Files.writeString(there.resolve("mine"), "new");
    assertThat(put("/home/data", FromVersion.Mode.BESIDE).path()).isEqualTo("/home/data.v3");
    assertThat(put("/home/data", FromVersion.Mode.BESIDE).path()).isEqualTo("/home/data.v3-2");
    assertThat(there.resolve("mine")).exists();
    assertThat(put("/home/data", FromVersion.Mode.REPLACE).path()).isEqualTo("/home/data");
    assertThat(there.resolve("mine")).doesNotExist();
    try (var names = Files.list(desktop.resolve("home"))) {
      assertThat(names.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("data", "data.v3", "data.v3-2");
    }
  }

  /** Else whoever tidies up in the folder would lose both, the old and the new. */
  @Test
  void what_is_there_stays_when_the_copy_is_taken_away_before_it_is_done() throws IOException {
    Path there = Files.createDirectories(desktop.resolve("home/data"));
    Files.writeString(there.resolve("mine"), "new");
    Path staging = desktop.resolve("home/.labvm-back-op1");
    CopyProgress thief =
        (done, of) -> {
          if (Files.exists(staging)) {
            rename(staging, desktop.resolve("stolen"));
          }
        };
    assertThatThrownBy(() -> put("/home/data", FromVersion.Mode.REPLACE, thief))
        .isInstanceOf(LinuxException.class);
    assertThat(there.resolve("mine")).hasContent("new");
    assertThat(desktop.resolve("stolen")).isDirectory();
  }

  /** The desktop's root as it is mounted: what is there of home/data lies in a layer. */
  private void mountOverALayer() throws Exception {
    Path layer = Files.createDirectories(scratch.resolve("layer/home/data"));
    Files.writeString(layer.resolve("mine"), "new");
    Path merged = Files.createDirectories(scratch.resolve("merged"));
    String options =
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(
                scratch.resolve("layer"),
                Files.createDirectories(scratch.resolve("upper")),
                Files.createDirectories(scratch.resolve("work")));
    run("mount", "-t", "overlay", "overlay", "-o", options, merged.toString());
    desktop = merged;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    FaultPoint.onReach(null);
    if (desktop.endsWith("merged")) {
      run("umount", desktop.toString());
    }
  }

  private void breakOffAReplacement() throws Exception {
    mountOverALayer();
    FaultPoint.onReach(
        name -> {
          throw new IllegalStateException("broken off at " + name);
        });
    assertThatThrownBy(() -> put("/home/data", FromVersion.Mode.REPLACE))
        .hasMessage("broken off at copy-back.remove.after");
    FaultPoint.onReach(null);
    assertThat(desktop.resolve("home/data")).doesNotExist();
  }

  /** The version may be away by then, and what was there is gone. */
  @Test
  void a_replacement_that_was_broken_off_is_ended_by_the_next_attempt_without_the_version()
      throws Exception {
    breakOffAReplacement();
    run("rm", "-r", view.resolve("home/data").toString());
    assertThat(repeat("/home/data", FromVersion.Mode.REPLACE, CopyProgress.none()))
        .isEqualTo(new PutBack.Put("/home/data", 5, 3));
    assertThat(desktop.resolve("home/data/deep/file")).hasContent("old");
    assertThat(desktop.resolve("home")).isDirectoryNotContaining("glob:**/.labvm-back-*");
    assertThat(notes().replacements(Instant.MAX)).isEmpty();
  }

  private void finish() throws IOException {
    List<PutNotes.Replacement> broken = notes().replacements(Instant.MAX);
    assertThat(broken).hasSize(1);
    try (Dir target = Dir.openConfined(desktop)) {
      PutBack.finish(broken.getFirst(), notes(), target);
    }
    assertThat(desktop.resolve("home")).isDirectoryNotContaining("glob:**/.labvm-back-*");
    assertThat(notes().replacements(Instant.MAX)).isEmpty();
  }

  @Test
  void a_replacement_whose_operation_was_aborted_in_its_middle_is_ended_later() throws Exception {
    breakOffAReplacement();
    finish();
    assertThat(desktop.resolve("home/data/deep/file")).hasContent("old");
  }

  @Test
  void what_was_made_in_its_place_meanwhile_is_not_touched() throws Exception {
    breakOffAReplacement();
    Path made = Files.createDirectories(desktop.resolve("home/data"));
    Files.writeString(made.resolve("mine"), "newer");
    finish();
    assertThat(made.resolve("mine")).hasContent("newer");
    assertThat(desktop.resolve("home/data.v3/deep/file")).hasContent("old");
  }

  @Test
  void of_a_folder_in_a_layer_that_was_replaced_nothing_is_left() throws Exception {
    mountOverALayer();
    assertThat(put("/home/data", FromVersion.Mode.REPLACE).path()).isEqualTo("/home/data");
    assertThat(desktop.resolve("home/data/mine")).doesNotExist();
    assertThat(desktop.resolve("home/data/deep/file")).hasContent("old");
    assertThat(notes().replacements(Instant.MAX)).isEmpty();
  }

  @Test
  void a_folder_swapped_for_a_link_while_it_is_copied_leads_nowhere() throws IOException {
    Path outside = Files.createDirectories(scratch.resolve("outside"));
    Files.createDirectories(desktop.resolve("home"));
    Path copied = desktop.resolve("home/.labvm-back-op1/deep");
    CopyProgress swapper =
        (done, of) -> {
          if (!Files.isSymbolicLink(copied)) {
            rename(copied, desktop.resolve("moved"));
            link(copied, outside);
          }
        };
    assertThat(put("/home/data", FromVersion.Mode.BESIDE, swapper).path())
        .isEqualTo("/home/data.v3");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void a_pipe_in_the_way_is_not_waited_for() throws IOException {
    int pipe = 0010666;
    try (Dir root = Dir.open(desktop)) {
      root.makeNode("home".getBytes(StandardCharsets.US_ASCII), pipe, 0, 0);
    }
    assertThatThrownBy(() -> put("/home/data", FromVersion.Mode.REPLACE))
        .hasMessageContaining("something else than a folder");
    Files.delete(desktop.resolve("home"));
    try (Dir home = Dir.open(Files.createDirectories(desktop.resolve("home")))) {
      home.makeNode("data".getBytes(StandardCharsets.US_ASCII), pipe, 0, 0);
    }
    assertThat(put("/home/data", FromVersion.Mode.REPLACE).files()).isEqualTo(5);
    assertThat(desktop.resolve("home/data/deep/file")).hasContent("old");
  }

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_link_in_the_place_of_a_folder_leads_nowhere() throws IOException {
    Path outside = Files.createDirectories(scratch.resolve("outside"));
    Files.createSymbolicLink(desktop.resolve("home"), outside);
    assertThatThrownBy(() -> put("/home/data", FromVersion.Mode.REPLACE))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("something else than a folder");
    assertThat(outside).isEmptyDirectory();
    Files.delete(desktop.resolve("home"));
    Files.createDirectories(desktop.resolve("home"));
    Files.createSymbolicLink(desktop.resolve("home/data"), outside);
    var ignored = put("/home/data", FromVersion.Mode.REPLACE);
    assertThat(outside).isEmptyDirectory();
    assertThat(Files.isDirectory(desktop.resolve("home/data"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void a_path_the_version_does_not_have_is_refused() {
    for (String path : new String[] {"/home/none", "/none/data", "relative", "/", "/home/../x"}) {
      assertThatThrownBy(() -> put(path, FromVersion.Mode.BESIDE))
          .as(path)
          .isInstanceOf(NodeFailure.class);
    }
  }

  private PutBack.Put putLeft(String path, FromVersion.Mode mode) throws IOException {
    try (Dir source = Dir.open(view);
        Dir target = Dir.openConfined(desktop)) {
      FromVersion from = FromVersion.leftBehind("u1.1", path, mode);
      return new PutBack(WantedPath.of(path), request(from, "left"), notes(), CopyProgress.none())
          .put(source, target);
    }
  }

  @Test
  void what_was_left_behind_comes_back_without_the_marks_of_an_upper() throws Exception {
    Path data = view.resolve("home/data");
    for (String command :
        new String[] {
          "mknod " + data.resolve("gone") + " c 0 0",
          "setfattr -n trusted.overlay.opaque -v y " + data.resolve("deep")
        }) {
      assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor()).isZero();
    }
    Path there = Files.createDirectories(desktop.resolve("home/data"));
    Files.writeString(there.resolve("unchanged"), "kept");
    assertThatThrownBy(() -> putLeft("/home/data", FromVersion.Mode.REPLACE))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("beside");
    assertThatThrownBy(() -> putLeft("/home/data/gone", FromVersion.Mode.BESIDE))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("left behind has no");
    assertThat(there.resolve("unchanged")).hasContent("kept");

    assertThat(putLeft("/home/data", FromVersion.Mode.BESIDE).path()).isEqualTo("/home/data.left");
    Path put = desktop.resolve("home/data.left");
    assertThat(put.resolve("deep/file")).hasContent("old");
    assertThat(put.resolve("gone")).doesNotExist();
    try (Dir made = Dir.open(put.resolve("deep"))) {
      assertThat(made.fd().xattrs()).noneMatch(x -> x.name().startsWith("trusted.overlay."));
    }
    assertThat(putLeft("/home/data/deep/file", FromVersion.Mode.REPLACE).path())
        .isEqualTo("/home/data/deep/file");
    assertThat(there.resolve("deep/file")).hasContent("old");
  }
}
