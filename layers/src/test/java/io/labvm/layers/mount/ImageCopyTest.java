package io.labvm.layers.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.durable.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCopyTest {
  @TempDir private Path home;

  @Test
  void a_copy_removes_only_its_own_leftovers() throws Exception {
    Path from = Files.writeString(home.resolve("from"), "image");
    Path to = home.resolve("cache/one.erofs");
    Files.createDirectory(home.resolve("cache"));
    Path own = Files.writeString(home.resolve("cache/one.erofs.7.tmp"), "im");
    Path running = Files.writeString(home.resolve("cache/two.erofs.8.tmp"), "im");
    new ImageCopy(from, to, 5, Digests.sha256(from)).fetch(home.resolve("lock"), (done, all) -> {});
    assertThat(to).hasContent("image");
    assertThat(own).doesNotExist();
    assertThat(running).exists();
  }
}
