package io.labvm.layers.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.TestedKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same upper again, a new one, and an index that is lost or behind. */
@Tag(TestedKernel.OLD)
class RestartsKernelIT extends Scenario {
  @Test
  void nothing_changed_makes_no_version() throws Exception {
    desk.does("write n x");
    desk.seal();
    assertThat(desk.version()).isEqualTo(1);
    desk.sealNothing();
    assertThat(desk.version()).isEqualTo(1);
  }

  @Test
  void an_upper_is_continued_after_a_restart() throws Exception {
    desk.does("write n x", "remove f");
    desk.seal();
    desk.restart();
    desk.does("remove n", "write m x");
    assertThat(desk.seal()).containsExactly("N m", "W n");
  }

  @Test
  void changes_before_the_first_seal_survive_a_restart() throws Exception {
    desk.does("write n x", "remove d");
    desk.restart();
    desk.does("mkdir d");
    assertThat(desk.seal()).containsExactly("O d", "N n");
  }

  /** Without the index a name that was made, sealed and removed must not come back. */
  @Test
  void a_lost_index_is_made_again_from_what_was_sealed() throws Exception {
    desk.does("write n x", "write m x", "link m m2", "remove d/a", "remove e", "mkdir e");
    desk.seal();
    desk.does("write o x");
    desk.seal();
    desk.restartWithoutIndex();
    desk.does("remove n", "chmod m 0600", "write d/a new");
    assertThat(desk.seal()).containsExactly("P d", "N d/a", "N m", "N m2", "W n");
  }

  @Test
  void a_lost_index_makes_nothing_change() throws Exception {
    desk.does("write n x", "link n m", "remove d/a", "remove e", "mkdir e", "symlink x s2");
    desk.seal();
    desk.restartWithoutIndex();
    desk.sealNothing();
    assertThat(desk.version()).isEqualTo(1);
  }

  /**
   * Linux shows of an overlay's root what its top directory has, and keeps a user's own attribute
   * of overlayfs's prefix there under an escaped name.
   */
  @Test
  void a_new_upper_has_what_a_user_set_on_the_root_under_overlays_prefix() throws Exception {
    desk.does("setx . trusted.overlay.mine y", "setx d trusted.overlay.mine y");
    desk.seal();
    desk.moveOn();
    int ignored = desk.check();
    assertThat(desk.seal()).isEmpty();
  }

  @Test
  void a_new_upper_over_the_sealed_stack_begins_with_nothing() throws Exception {
    desk.does("write n x", "remove d/a", "remove e", "mkdir e", "write e/x x");
    desk.seal();
    desk.moveOn();
    desk.does("remove n", "write d/a new", "remove e/x", "append e/y y");
    assertThat(desk.seal()).containsExactly("P d", "N d/a", "P e", "W e/x", "N e/y", "W n");
    assertThat(desk.fold(1, 2)).containsExactly("P d", "N d/a", "O e", "N e/y");
  }

  @Test
  void many_small_seals_fold_into_one() throws Exception {
    for (int i = 0; i < 6; i++) {
      desk.does(
          "write n" + i + " x", "append f " + i, "remove d", "mkdir d", "write d/n" + i + " x");
      desk.seal();
    }
    assertThat(desk.fold(1, 6))
        .containsExactly("O d", "N d/n5", "N f", "N n0", "N n1", "N n2", "N n3", "N n4", "N n5");
  }

  @Test
  void a_whiteout_that_stays_is_no_news() throws Exception {
    desk.does("remove f", "remove d/a");
    assertThat(desk.seal()).containsExactly("P d", "W d/a", "W f");
    desk.does("write d/n x");
    assertThat(desk.seal()).containsExactly("P d", "N d/n");
  }

  /** Under its own sealed stack an upper needs no whiteout any more: the kernel makes none. */
  @Test
  void a_whiteout_that_vanished_is_no_news() throws Exception {
    desk.does("remove f", "touch . 5");
    assertThat(desk.seal()).containsExactly("W f");
    desk.restartOnSealed();
    desk.does("write f x", "remove f", "touch . 5");
    desk.sealNothing();
  }
}
