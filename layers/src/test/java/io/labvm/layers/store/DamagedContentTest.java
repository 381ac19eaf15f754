package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewContent;
import io.labvm.linux.FileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that flipped in the store are not handed on, whether or not a verification has run. */
class DamagedContentTest {
  private static final String INLINE = "inline! ".repeat(20_000);
  private static final byte[] BIG = "big one ".repeat(8 * 26_624).getBytes(StandardCharsets.UTF_8);

  @TempDir private Path home;
  private ShippedDesktop desktop;
  private Path image;
  private Path data;

  @BeforeEach
  void seal() throws IOException {
    desktop = ShippedDesktop.create(home);
    Body body = desktop.bigContent(BIG);
    desktop.ship(
        new DeltaBuilder()
            .file("a", "sound")
            .node("big", DeltaBuilder.attributes(FileType.REGULAR, 0644), 0, body)
            .file("inline", INLINE)
            .file("z", "sound"));
    Digest layer = desktop.seal("seal").layer().orElseThrow();
    image = desktop.store().layers().image(layer);
    try (var files = Files.walk(desktop.root().resolve("data"))) {
      data = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static void flip(Path file, String near) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(near);
    bytes[at + 3] ^= 1;
    Files.write(file, bytes);
  }

  private byte[] copy(String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Store store = desktop.store();
    try (StackView view = store.stacks(ShippedDesktop.DESKTOP).open(desktop.versions().get(1))) {
      TreePath there = TreePath.of(path.getBytes(StandardCharsets.UTF_8));
      ViewContent.copy(view, there, Objects.requireNonNull(view.resolve(there.bytes())), out);
    } catch (LayerException e) {
      assertThat(e).hasMessageContaining("/" + path + " ").hasMessageContaining(image.toString());
      assertThat(out.size()).as("a part only").isLessThan(BIG.length);
      throw e;
    }
    return out.toByteArray();
  }

  @Test
  void sound_content_is_handed_on() throws IOException {
    assertThat(copy("big")).isEqualTo(BIG);
    assertThat(new String(copy("inline"), StandardCharsets.UTF_8)).isEqualTo(INLINE);
    assertThat(new String(copy("usr/tool"), StandardCharsets.UTF_8)).isEqualTo("tool\n");
    assertThat(desktop.archive(1).length).isGreaterThan(BIG.length + INLINE.length());
  }

  @Test
  void a_flipped_bit_of_an_image_is_found() throws IOException {
    flip(image, "inline! inline!");
    assertThatThrownBy(() -> copy("inline")).hasMessageContaining("not what the manifest says");
    assertThatThrownBy(() -> desktop.archive(1)).hasMessageContaining("/inline ");
    assertThat(new String(copy("z"), StandardCharsets.UTF_8)).isEqualTo("sound");
    assertThat(copy("big")).isEqualTo(BIG);
  }

  @Test
  void a_flipped_bit_of_a_data_file_is_found() throws IOException {
    flip(data, "big one big");
    assertThatThrownBy(() -> copy("big")).hasMessageContaining("not what the manifest says");
    assertThatThrownBy(() -> desktop.archive(1)).hasMessageContaining("/big ");
    assertThat(new String(copy("inline"), StandardCharsets.UTF_8)).isEqualTo(INLINE);
  }
}
