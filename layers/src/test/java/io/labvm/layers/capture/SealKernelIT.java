package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of the proven rules that concern a seal, on real overlays: just what is emitted.
 */
class SealKernelIT {
  @TempDir private Path temporary;
  private Desk desk;
  private Path merged;

  @BeforeEach
  void desk() throws Exception {
    desk = new Desk(temporary.toRealPath());
    Path dir = Files.createDirectories(desk.lower.resolve("dir/sub"));
    Files.writeString(dir.resolve("file"), "low");
    Files.writeString(desk.lower.resolve("file"), "low");
    Files.writeString(desk.lower.resolve("dir/other"), "low");
    merged = desk.mount();
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  private Map<String, String> seal() throws Exception {
    return desk.seal().entries();
  }

  @Test
  void aFileThatIsSealedAndDeletedIsHidden() throws Exception {
    Files.writeString(merged.resolve("new"), "1");
    assertThat(seal()).isEqualTo(Map.of("", "P", "new", "N"));
    assertThat(seal()).isEqualTo(Map.of("", "P"));
    Files.delete(merged.resolve("new"));
    assertThat(seal()).isEqualTo(Map.of("", "P", "new", "W"));
    assertThat(seal()).isEqualTo(Map.of("", "P"));
  }

  @Test
  void aFileRenamedBetweenDirectoriesIsHiddenThereAndNewHere() throws Exception {
    Files.move(merged.resolve("dir/other"), merged.resolve("dir/sub/other"));
    assertThat(seal())
        .isEqualTo(
            Map.of("", "P", "dir", "P", "dir/other", "W", "dir/sub", "P", "dir/sub/other", "N"));
  }

  @Test
  void aLowerDirectoryThatIsDeletedAndMadeAnewIsWholeAndOpaque() throws Exception {
    deleteTree(merged.resolve("dir"));
    Files.createDirectory(merged.resolve("dir"));
    Files.writeString(merged.resolve("dir/mine"), "1");
    assertThat(seal()).isEqualTo(Map.of("", "P", "dir", "O", "dir/mine", "N"));
    Files.writeString(merged.resolve("dir/more"), "1");
    assertThat(seal()).isEqualTo(Map.of("", "P", "dir", "P", "dir/more", "N"));
  }

  @Test
  void aLinkMadeAfterASealBringsItsWholeGroup() throws Exception {
    Files.writeString(merged.resolve("a"), "1");
    assertThat(seal()).isEqualTo(Map.of("", "P", "a", "N"));
    Files.createLink(merged.resolve("b"), merged.resolve("a"));
    assertThat(seal()).isEqualTo(Map.of("", "P", "a", "N1", "b", "N1"));
    assertThat(seal()).isEqualTo(Map.of("", "P"));
    Files.createLink(merged.resolve("dir/c"), merged.resolve("a"));
    assertThat(seal()).isEqualTo(Map.of("", "P", "a", "N1", "b", "N1", "dir", "P", "dir/c", "N1"));
    Files.delete(merged.resolve("b"));
    assertThat(seal()).isEqualTo(Map.of("", "P", "a", "N1", "b", "W", "dir", "P", "dir/c", "N1"));
  }

  private static void deleteTree(Path tree) throws Exception {
    io.labvm.layers.durable.Durable.remove(tree);
  }
}
