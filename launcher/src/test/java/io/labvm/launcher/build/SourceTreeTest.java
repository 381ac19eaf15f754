package io.labvm.launcher.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  @TempDir private Path root;

  private void write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.writeString(path, text);
  }

  @Test
  void changesWithSourcesAndWithNothingElse() throws Exception {
    write("pom.xml", "a");
    write("m/src/main/java/A.java", "a");
    String key = new SourceTree(root).key();
    write("m/target/A.class", "x");
    write("m/src/test/java/ATest.java", "x");
    write("docs/a.md", "x");
    assertThat(new SourceTree(root).key()).isEqualTo(key).hasSize(12);
    write("m/src/main/java/A.java", "b");
    assertThat(new SourceTree(root).key()).isNotEqualTo(key);
  }

  @Test
  void changesWithAnExecutableBit() throws Exception {
    write("base/build", "x");
    String key = new SourceTree(root).key();
    assertThat(root.resolve("base/build").toFile().setExecutable(true)).isTrue();
    assertThat(new SourceTree(root).key()).isNotEqualTo(key);
  }
}
