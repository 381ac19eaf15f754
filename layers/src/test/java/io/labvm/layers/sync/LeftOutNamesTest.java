package io.labvm.layers.sync;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.json.JsonDocument;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.linux.Dir;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no delta holds is said by segments, layers and versions: how much, and the first names. */
class LeftOutNamesTest {
  private static final String SPARSE = "sparse-pieces";
  private static final String LENGTH = "path-length";

  @TempDir private Path home;
  private Store store;
  private SyncedUpper place;

  @BeforeEach
  void begin() throws IOException {
    place = Uppers.ofNewStore(home);
    store = Store.open(home.resolve("store"));
  }

  /** Nobody else removes what is deeper than a path may be long. */
  @AfterEach
  void remove() throws Exception {
    var remove = List.of("rm", "-rf", "--", place.upper().toString());
    assertThat(new ProcessBuilder(remove).inheritIO().start().waitFor()).isZero();
  }

  /** 80 bytes that lie 64 GiB apart: nearly all of it would become zeros. */
  private void scatter(String name) throws IOException {
    try (FileChannel out = FileChannel.open(place.upper().resolve(name), CREATE, WRITE)) {
      for (long i = 0; i < 80; i++) {
        assertThat(out.write(ByteBuffer.wrap(new byte[] {1}), i * (64L << 30))).isOne();
      }
    }
  }

  private void deep(String name) throws IOException {
    byte[] longest = name.repeat(255).getBytes(StandardCharsets.US_ASCII);
    Dir dir = Dir.open(place.upper());
    for (int level = 0; level < 257; level++) {
      try (Dir above = dir) {
        above.makeDirectory(longest, 0755);
        dir = above.openDirectory(longest);
      }
    }
    dir.close();
  }

  /** Answers how many segments were shipped. */
  private int ship(Consistency consistency) throws IOException {
    try (UpperSync sync = UpperSync.open(store, place, SegmentGate.OPEN);
        Batch batch = sync.capture(consistency)) {
      sync.ship(batch);
      return batch.segments().size();
    }
  }

  private Version seal() throws IOException {
    return store.versions(Uppers.DESKTOP).get(sealed().version());
  }

  private Sealed sealed() throws IOException {
    return store
        .seals()
        .seal(
            new SealRequest(Uppers.DESKTOP, Optional.empty(), "", "manual", OperationKey.random()));
  }

  private static String first(Version version, String code) {
    return requireNonNull(version.leftOut().byCode().get(code)).first().getFirst().start();
  }

  @Test
  void segments_layers_and_versions_say_what_was_left_out_until_it_is_gone() throws Exception {
    scatter("vast");
    deep("d");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(2);
    Sealed sealed = sealed();
    assertThat(sealed.notKept()).isEqualTo(Map.of(SPARSE, 1L, LENGTH, 1L));
    Version version = store.versions(Uppers.DESKTOP).get(1);
    assertThat(version.leftOut().byCode()).containsOnlyKeys(SPARSE, LENGTH);
    assertThat(first(version, SPARSE)).isEqualTo("vast");
    assertThat(first(version, LENGTH)).startsWith("dddd").hasSize(LeftOut.MOST_BYTES);
    assertThat(store.layers().get(version.layers().getLast()).leftOut())
        .isEqualTo(version.leftOut());

    assertThat(ship(Consistency.FROZEN)).as("nothing changed").isZero();
    Files.delete(place.upper().resolve("vast"));
    remove();
    Files.createDirectory(place.upper());
    assertThat(ship(Consistency.STOPPED)).isEqualTo(1);
    assertThat(seal().leftOut().isEmpty()).isTrue();
  }

  @Test
  void a_file_that_can_be_kept_no_longer_is_said_though_nothing_is_emitted() throws Exception {
    Files.writeString(place.upper().resolve("vast"), "whole");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(1);
    assertThat(seal().leftOut().isEmpty()).isTrue();
    scatter("vast");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(2);
    Version version = seal();
    assertThat(first(version, SPARSE)).isEqualTo("vast");
    assertThat(ship(Consistency.FROZEN)).as("said already").isZero();
  }

  @Test
  void a_fold_and_a_restored_version_say_it_too() throws Exception {
    scatter("vast");
    assertThat(ship(Consistency.LIVE)).isEqualTo(2);
    Version first = seal();
    Files.writeString(place.upper().resolve("small"), "small");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(2);
    assertThat(seal().leftOut()).isEqualTo(first.leftOut());
    var folded = store.folds(Uppers.DESKTOP).between(0, 2, OperationKey.random());
    assertThat(store.layers().get(folded.layer().orElseThrow()).leftOut())
        .isEqualTo(first.leftOut());
    Version restored =
        store.lines(Uppers.DESKTOP).restore(1, Lines.Staged.KEEP, OperationKey.random());
    assertThat(restored.leftOut()).isEqualTo(first.leftOut());
  }

  @Test
  void a_live_pass_forgets_nothing() throws Exception {
    scatter("vast");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(2);
    Files.delete(place.upper().resolve("vast"));
    scatter("other");
    assertThat(ship(Consistency.LIVE)).isEqualTo(2);
    Version version = seal();
    assertThat(requireNonNull(version.leftOut().byCode().get(SPARSE)).count()).isEqualTo(2);
    assertThat(version.consistency()).isEqualTo(Consistency.LIVE);
  }

  @Test
  void the_commands_tell_it() throws Exception {
    scatter("vast");
    assertThat(ship(Consistency.FROZEN)).isEqualTo(2);
    assertThat(seal().number()).isEqualTo(1);
    JsonDocument rows = command("versions").objects("versions").get(1);
    assertThat(rows.object("leftOut").object(SPARSE).number("count")).isEqualTo(1);
    JsonDocument diff = command("diff", "0", "1");
    JsonDocument name =
        diff.object("leftOut").object("1").object(SPARSE).objects("names").getFirst();
    assertThat(name.text("path")).isEqualTo("vast");
  }

  private JsonDocument command(String name, String... rest) throws IOException {
    var words = new java.util.ArrayList<String>(List.of(name, "--json"));
    words.addAll(List.of("--store", store.root().toString(), "--desktop", "d1"));
    words.addAll(List.of(rest));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(new LayerCommand(printed, System.err).run(words)).isZero();
    return JsonDocument.parse(Path.of("stdout"), out.toByteArray());
  }
}
