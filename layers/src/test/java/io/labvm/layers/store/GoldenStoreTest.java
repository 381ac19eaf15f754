package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Omission;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A store that an earlier version wrote is read, verified and continued by this one. Beside the
 * archive stands what its versions show, as digests of their archives.
 */
class GoldenStoreTest {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** What the desktop of the second store left out. */
  private static final LeftOut LEFT_OUT =
      new LeftOut(
          Map.of(
              Omission.PATH_LENGTH.code(),
              new LeftOut.Names(3, List.of(new LeftOut.Name("deep/er", 5_000)))));

  private static final String CONTENT = "golden! ".repeat(26_624);

  @TempDir private Path home;

  private void takeOut(String golden) throws Exception {
    tar("-xzf", GOLDEN.resolve(golden).resolve("store.tar.gz"));
  }

  private void tar(String how, Path archive) throws Exception {
    Process process =
        new ProcessBuilder(
                "tar", "-C", home.toString(), how, archive.toAbsolutePath().toString(), "store")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"store-1", "store-2"})
  void an_old_store_is_sound_and_shows_what_it_showed(String golden) throws Exception {
    takeOut(golden);
    Store store = Store.open(home.resolve("store"));
    assertThat(Verification.of(store, true).damaged()).isEmpty();
    assertThat(store.versions(DESKTOP).numbers()).containsExactly(3, 2, 1, 0);
    assertThat(shown()).isEqualTo(Files.readAllLines(GOLDEN.resolve(golden).resolve("shown")));
    assertThat(store.versions(DESKTOP).get(3).leftOut()).isEqualTo(leftOutOf(golden));
  }

  private static LeftOut leftOutOf(String golden) {
    return golden.equals("store-1") ? LeftOut.NOTHING : LEFT_OUT;
  }

  @ParameterizedTest
  @ValueSource(strings = {"store-1", "store-2"})
  void a_batch_staged_by_an_old_version_is_sealed(String golden) throws Exception {
    takeOut(golden);
    ShippedDesktop desktop = ShippedDesktop.opened(home);
    assertThat(desktop.seal("now").version()).isEqualTo(4);
    assertThat(desktop.read(4, "counter")).contains("at 4");
    assertThat(desktop.read(4, "big")).contains(CONTENT);
    assertThat(desktop.versions().get(4).leftOut()).isEqualTo(leftOutOf(golden));
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  private List<String> shown() throws IOException {
    ShippedDesktop desktop = ShippedDesktop.opened(home);
    List<String> shown = new ArrayList<>();
    for (int version = 0; version <= 3; version++) {
      byte[] digest = Digests.sha256().digest(desktop.archive(version));
      shown.add(version + " " + HexFormat.of().formatHex(digest));
    }
    return shown;
  }

  /** Always tried, so that it works when a new format needs it. */
  @Test
  void write() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.leavesOut(LEFT_OUT);
    Body body = desktop.bigContent(CONTENT.getBytes(StandardCharsets.UTF_8));
    desktop.ship(
        new DeltaBuilder()
            .file("counter", "at 1")
            .node("big", DeltaBuilder.attributes(FileType.REGULAR, 0644), 0, body));
    for (int i = 1; i <= 3; i++) {
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
      desktop.ship(new DeltaBuilder().file("counter", "at " + (i + 1)).whiteout("usr/tool"));
    }
    assertThat(desktop.store().folds(DESKTOP).between(0, 2, new OperationKey("fold")).created())
        .isTrue();
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
    String golden = System.getProperty("golden.write");
    if (golden == null) {
      return;
    }
    Path made = Files.createDirectory(GOLDEN.resolve(golden)); // an old one stays
    tar("-czf", made.resolve("store.tar.gz"));
    Files.write(made.resolve("shown"), shown());
  }
}
