package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventProbeTest {
  private final EventProbe probe = new EventProbe();
  @TempDir private Path temporary;
  private Path upper;

  @BeforeEach
  void makeUpper() throws Exception {
    upper = Files.createDirectory(temporary.resolve("upper"));
  }

  /** Takes every tree; what it tells is up to the test. */
  private static class Watching implements EventProbe.Watching {
    int watched;
    int unwatched;

    @Override
    public boolean watch(int tree, Path root) {
      watched = tree;
      return true;
    }

    @Override
    public void unwatch(int tree) {
      unwatched = tree;
    }
  }

  @Test
  void a_change_that_is_told_is_heard_and_nothing_is_left() throws Exception {
    Watching telling =
        new Watching() {
          @Override
          public boolean watch(int tree, Path root) {
            return super.watch(tree, root) && probe.told(tree);
          }
        };
    assertThat(probe.hears(telling, 7, upper)).isTrue();
    assertThat(telling.watched).isEqualTo(7);
    assertThat(telling.unwatched).isEqualTo(7);
    assertThat(probe.told(7)).isFalse();
    assertThat(temporary)
        .isDirectoryContaining(upper::equals)
        .isDirectoryNotContaining(path -> !path.equals(upper));
  }

  @Test
  void silence_is_noticed() throws Exception {
    assertThat(probe.hears(new Watching(), 7, upper)).isFalse();
  }

  @Test
  void where_nothing_can_be_made_nothing_can_be_missed() throws Exception {
    Path gone = temporary.resolve("gone/upper");
    assertThat(probe.hears(new Watching(), 7, gone)).isTrue();
  }
}
