package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.LayerError;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausesTest {
  private static IOException gone(String file) {
    return new FileSystemException(file, null, "Transport endpoint is not connected");
  }

  @Test
  void a_store_that_is_away_is_known_however_it_was_named() {
    String relative = Path.of("some/store").toAbsolutePath() + "/FORMAT";
    for (List<String> words :
        List.of(
            List.of("--store", "some/store"),
            List.of("--store=some/store"),
            List.of("--json", "--store=./some/../some/store"))) {
      assertThat(Causes.of(gone(relative), words))
          .as(words.toString())
          .isEqualTo(LayerError.STORE_UNAVAILABLE);
    }
    assertThat(Causes.of(gone("/elsewhere/file"), List.of("--store=some/store")))
        .isEqualTo(LayerError.REFUSED);
    assertThat(Causes.of(gone("/elsewhere/file"), List.of())).isEqualTo(LayerError.REFUSED);
  }

  @Test
  void a_store_that_can_only_be_read_is_not_available_for_writing() {
    var file = new FileSystemException("/store/tmp/x", null, "Read-only file system");
    var call = new LinuxException("mkdirat", "/store/layers/x", Errno.EROFS.number());
    for (IOException e : List.of(file, call)) {
      assertThat(Causes.of(e, List.of("--store", "/store")))
          .isEqualTo(LayerError.STORE_UNAVAILABLE);
      assertThat(Causes.of(e, List.of("--store", "/other"))).isEqualTo(LayerError.REFUSED);
    }
  }
}
