package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.LayerError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausesTest {
  private static IOException gone(String file) {
    return new IOException(file + ": Transport endpoint is not connected");
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
}
