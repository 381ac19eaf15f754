package io.labvm.layers.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.linux.Dir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {
  @TempDir private Path home;

  @Test
  void a_tree_deeper_than_any_path_can_say_is_removed() throws IOException {
    Path tree = Files.createDirectory(home.resolve("tree"));
    byte[] name = "d".repeat(200).getBytes(StandardCharsets.US_ASCII);
    Dir at = Dir.open(tree);
    for (int i = 0; i < 300; i++) {
      at.makeDirectory(name, 0755);
      at.makeNode(new byte[] {'f'}, 0100644, 0, 0);
      Dir child = at.openDirectory(name);
      at.close();
      at = child;
    }
    at.close();
    Durable.remove(tree);
    assertThat(home).isEmptyDirectory();
  }

  /** A member may make as many names as the disk holds; they are listed part by part. */
  @Test
  void directories_of_many_names_are_removed_part_by_part() throws IOException {
    Path tree = home.resolve("tree");
    Path at = tree;
    for (int depth = 0; depth < 70; depth++) {
      at = at.resolve("m");
    }
    Files.createDirectories(at);
    String rest = "n".repeat(200);
    for (int i = 0; i < 3000; i++) {
      Files.createFile(tree.resolve(rest + i));
    }
    for (Path above = at; !above.equals(home); above = above.resolveSibling("")) {
      Files.createFile(above.resolve("a"));
      Files.createDirectory(above.resolve("z"));
    }
    Durable.remove(tree);
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void what_a_link_names_stays() throws IOException {
    Path kept = Files.createDirectory(home.resolve("kept"));
    Files.writeString(kept.resolve("file"), "text");
    Path tree = home.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(tree.resolve("sub/dangling"), Path.of("nowhere"));
    Files.writeString(tree.resolve("sub/z"), "");
    Durable.remove(tree);
    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("text");
    Path link = Files.createSymbolicLink(home.resolve("link"), kept);
    Durable.remove(link);
    assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void a_file_is_removed_and_what_is_not_there_is_fine() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "text");
    Durable.remove(file);
    Durable.remove(file);
    Durable.remove(home.resolve("no/where"));
    assertThat(home).isEmptyDirectory();
  }
}
