package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.TreePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HotFilesTest {
  private static final TreePath IMAGE = path("vm/disk.img");
  private static final TreePath NOTE = path("note");
  private static final long SECOND = 1_000_000_000L;
  private static final long GIB = 1L << 30;

  private long now = -5 * SECOND;
  private final HotFiles hot =
      new HotFiles(20, Duration.ofSeconds(10), Duration.ofHours(1), () -> now);

  private static TreePath path(String text) {
    return TreePath.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void shipped(TreePath path, long bytes, long nanos, long bytesOfAll) {
    hot.begin();
    hot.read(path, bytes);
    hot.paid(nanos, bytesOfAll);
  }

  @Test
  void a_file_that_cost_much_is_held_back_for_many_times_as_long() {
    shipped(IMAGE, GIB, 10 * SECOND, GIB);
    assertThat(hot.waits(IMAGE)).isTrue();
    assertThat(hot.size()).isEqualTo(1);
    assertThat(hot.oldest()).isPresent();
    assertThat(hot.untilDue()).isEqualTo(200 * SECOND);
    now += 199 * SECOND;
    assertThat(hot.takeDue()).isEmpty();
    now += SECOND;
    assertThat(hot.takeDue()).extracting(HotFiles.Held::path).containsExactly(IMAGE);
    assertThat(hot.size()).isZero();
    assertThat(hot.waits(IMAGE)).isFalse();
  }

  @Test
  void it_pays_its_own_part_of_a_batch_only() {
    shipped(IMAGE, GIB, 10 * SECOND, 4 * GIB);
    assertThat(hot.waits(IMAGE)).isTrue();
    assertThat(hot.untilDue()).isEqualTo(50 * SECOND);
  }

  @Test
  void what_costs_little_is_never_held_back() {
    shipped(NOTE, 100, 10 * SECOND, GIB);
    assertThat(hot.waits(NOTE)).isFalse();
    shipped(IMAGE, GIB, SECOND / 2, GIB);
    assertThat(hot.waits(IMAGE)).isFalse();
  }

  @Test
  void nothing_waits_longer_than_the_longest_wait() {
    shipped(IMAGE, GIB, 3600 * SECOND, GIB);
    assertThat(hot.waits(IMAGE)).isTrue();
    assertThat(hot.untilDue()).isEqualTo(3600 * SECOND);
  }

  @Test
  void a_pass_that_failed_costs_nothing() {
    hot.begin();
    hot.read(IMAGE, GIB);
    hot.begin();
    hot.paid(10 * SECOND, GIB);
    assertThat(hot.waits(IMAGE)).isFalse();
  }

  @Test
  void what_is_shipped_otherwise_is_not_held_any_more() {
    shipped(IMAGE, GIB, 10 * SECOND, GIB);
    assertThat(hot.waits(IMAGE)).isTrue();
    shipped(IMAGE, GIB, 10 * SECOND, GIB);
    assertThat(hot.size()).isZero();
  }

  @Test
  void released_none_is_held() {
    shipped(IMAGE, GIB, 10 * SECOND, GIB);
    assertThat(hot.waits(IMAGE)).isTrue();
    hot.release();
    assertThat(hot.takeDue()).hasSize(1);
    assertThat(hot.waits(IMAGE)).isFalse();
  }
}
