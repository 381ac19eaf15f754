package io.labvm.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.node.process.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkeletonImageTest {
  @TempDir Path directory;

  @Test
  void layerHoldsDirectoriesOfRoot() throws IOException {
    assertThat(listing(SkeletonImage.layer()))
        .hasSize(7)
        .allMatch(line -> line.startsWith("drwxr-xr-x 0/0"))
        .anyMatch(line -> line.endsWith("1970-01-01 00:00 rootfs/"));
  }

  @Test
  void archiveIsAlwaysTheSame() throws IOException {
    byte[] archive = SkeletonImage.archive("labvm/skeleton:latest");
    assertThat(listing(archive))
        .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsExactly("manifest.json", "config.json", "layer.tar");
    assertThat(SkeletonImage.archive("labvm/skeleton:latest")).isEqualTo(archive);
  }

  private List<String> listing(byte[] tar) throws IOException {
    Path file = Files.write(directory.resolve("x.tar"), tar);
    return new SystemCommands(Duration.ofSeconds(10))
        .call("tar", "--numeric-owner", "--utc", "-tvf", file.toString())
        .lines()
        .toList();
  }
}
