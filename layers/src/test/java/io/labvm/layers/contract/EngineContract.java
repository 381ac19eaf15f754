package io.labvm.layers.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node mounts and ships here, the store's host seals, folds and verifies there. Needs root. */
abstract class EngineContract {
  @TempDir private Path local;
  private final Sides.Maker maker;
  private Sides store;
  private Path merged;

  EngineContract(Sides.Maker maker) {
    this.maker = maker;
  }

  @BeforeEach
  void mountDesktop() throws Exception {
    store = maker.make().resolve("store");
    Path source = Files.createDirectories(local.resolve("source"));
    Files.writeString(source.resolve("of-base"), "base");
    merged = Files.createDirectories(local.resolve("merged"));
    ok(here("base-import", "--name", "tiny", source.toString()));
    ok(here("create", "--base", "tiny", "--desktop", "d1"));
    String state = Files.createDirectories(local.resolve("state")).toString();
    ok(here("mount", "--desktop", "d1", "--state", state, "--at", merged.toString()));
  }

  @AfterEach
  void unmountDesktop() {
    ok(command(null, "unmount", "--at", merged.toString()));
  }

  private record Answer(int exit, String text) {}

  private Answer here(String... words) {
    return command(store.here(), words);
  }

  private Answer there(String... words) {
    return command(store.there(), words);
  }

  private static Answer command(@Nullable Path root, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    if (root != null) {
      line.addAll(1, List.of("--store", root.toString()));
    }
    if (!words[0].equals("cat")) {
      line.add("--json");
    }
    var out = new ByteArrayOutputStream();
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int exit = new LayerCommand(new PrintStream(out, true, StandardCharsets.UTF_8), err).run(line);
    return new Answer(exit, out.toString(StandardCharsets.UTF_8));
  }

  private static void ok(Answer answer) {
    assertThat(answer.exit()).as(answer.text()).isZero();
  }

  private void ship() {
    ok(here("sync", "--desktop", "d1", "--state", local.resolve("state").toString(), "--once"));
  }

  private void makeVersions(int count) throws Exception {
    for (int version = 1; version <= count; version++) {
      Files.writeString(merged.resolve("changing"), "version " + version);
      Files.writeString(merged.resolve("of-" + version), "kept");
      ship();
      ok(there("seal", "--desktop", "d1"));
    }
  }

  private void assertShows(String desktop, int version, String text) {
    Answer there = there("cat", "--desktop", desktop, Integer.toString(version), "/changing");
    assertThat(there.text()).isEqualTo(text);
    Answer here = here("cat", "--desktop", desktop, Integer.toString(version), "/changing");
    assertThat(here).isEqualTo(there);
  }

  @Test
  void whatOneSideShipsTheOtherSeals() throws Exception {
    makeVersions(3);
    for (int version = 1; version <= 3; version++) {
      assertShows("d1", version, "version " + version);
    }
    Answer nothing = there("seal", "--desktop", "d1");
    assertThat(nothing.text()).contains("\"created\":false");
    ok(there("verify", "--read-data"));
  }

  @Test
  void aFoldAndAForkShowTheSame() throws Exception {
    makeVersions(3);
    ok(there("fold", "--desktop", "d1", "--from", "1", "--to", "3"));
    ok(there("fork", "--desktop", "d1", "2", "--as", "d2"));
    assertShows("d1", 3, "version 3");
    assertShows("d2", 0, "version 2");
    ok(there("verify", "--read-data"));
  }

  @Test
  void theDesktopGoesOnWhileTheOtherSidePrunes() throws Exception {
    makeVersions(4);
    ok(there("prune", "--desktop", "d1", "--keep-last", "2"));
    ok(there("rebuild-lists"));
    makeVersions(1);
    assertShows("d1", 5, "version 1");
    assertShows("d1", 4, "version 4");
    ok(there("verify", "--read-data"));
  }

  @Test
  void aDamagedLayerIsNamedAndTheOthersStayGood() throws Exception {
    makeVersions(1);
    List<Path> sound = images();
    makeVersions(1);
    List<Path> images = images();
    images.removeAll(sound);
    Path damaged = images.getFirst();
    try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int before = file.read();
      file.seek(file.length() / 2);
      file.write(before ^ 1);
    }
    Answer found = there("verify", "--read-data");
    assertThat(found.exit()).isEqualTo(2);
    assertThat(found.text()).contains(damaged.getName(damaged.getNameCount() - 2).toString());
    assertShows("d1", 1, "version 1");
  }

  private List<Path> images() throws Exception {
    try (Stream<Path> walk = Files.walk(store.here().resolve("layers"))) {
      return new ArrayList<>(walk.filter(p -> p.endsWith("image.erofs")).toList());
    }
  }
}
