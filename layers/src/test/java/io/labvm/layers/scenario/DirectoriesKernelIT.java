package io.labvm.layers.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.TestedKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names that come, go, move and change their kind. */
@Tag(TestedKernel.OLD)
class DirectoriesKernelIT extends Scenario {
  /** Removing what only the upper has leaves no trace in it: only the index knows the name. */
  @Test
  void a_file_made_sealed_and_removed_is_gone() throws Exception {
    desk.does("write n x");
    assertThat(desk.seal()).containsExactly("N n");
    desk.does("remove n");
    assertThat(desk.seal()).containsExactly("W n");
    assertThat(desk.fold(1, 2)).isEmpty();
  }

  @Test
  void a_file_renamed_into_another_directory_leaves_a_whiteout() throws Exception {
    desk.does("rename f d/f2", "write n x");
    assertThat(desk.seal()).containsExactly("P d", "N d/f2", "W f", "N n");
    desk.does("rename n e/n");
    assertThat(desk.seal()).containsExactly("P e", "N e/n", "W n");
  }

  /** A directory that only the upper has gets the opaque mark when it moves into a merged one. */
  @Test
  void a_new_directory_renamed_unchanged_is_whole_at_its_new_place() throws Exception {
    desk.does("mkdir u", "write u/x x", "mkdir u/v", "write u/v/y y");
    assertThat(desk.seal()).containsExactly("P u", "P u/v", "N u/v/y", "N u/x");
    desk.does("rename u w");
    assertThat(desk.seal()).containsExactly("W u", "P w", "P w/v", "N w/v/y", "N w/x");
  }

  @Test
  void two_directories_exchanged_hide_each_others_content() throws Exception {
    desk.does("mkdir u", "write u/x x", "mkdir w", "write w/y y");
    desk.seal();
    desk.does("exchange u w");
    assertThat(desk.seal()).containsExactly("O u", "N u/y", "O w", "N w/x");
  }

  @Test
  void a_directory_moved_over_an_empty_one_is_opaque() throws Exception {
    desk.does("mkdir u", "write u/x x", "mkdir w");
    desk.seal();
    desk.does("rename u w");
    assertThat(desk.seal()).containsExactly("W u", "O w", "N w/x");
  }

  /** mkdir over a whiteout makes an opaque directory; below a file there is nothing to hide. */
  @Test
  void a_file_becomes_a_directory_and_a_file_again() throws Exception {
    desk.does("remove f", "mkdir f", "write f/x x");
    assertThat(desk.seal()).containsExactly("P f", "N f/x");
    desk.does("remove f", "write f again");
    assertThat(desk.seal()).containsExactly("N f");
    assertThat(desk.fold(1, 2)).containsExactly("N f");
  }

  @Test
  void a_directory_becomes_a_file_and_a_directory_again() throws Exception {
    desk.does("remove d", "write d x");
    assertThat(desk.seal()).containsExactly("N d");
    desk.does("remove d", "mkdir d", "write d/new x");
    assertThat(desk.seal()).containsExactly("P d", "N d/new");
    assertThat(desk.fold(1, 2)).containsExactly("O d", "N d/new");
  }

  @Test
  void an_opaque_directory_made_twice_is_whole_once() throws Exception {
    desk.does("remove d", "mkdir d", "write d/x x", "remove d", "mkdir d", "write d/y y");
    assertThat(desk.seal()).containsExactly("O d", "N d/y");
  }

  /** Opaque over opaque needs no mark: what shows there is what was sealed, and nothing else. */
  @Test
  void an_opaque_directory_made_again_after_a_seal_is_compared_child_by_child() throws Exception {
    desk.does("remove d", "mkdir d", "write d/x x");
    assertThat(desk.seal()).containsExactly("O d", "N d/x");
    desk.does("remove d", "mkdir d", "write d/y y");
    assertThat(desk.seal()).containsExactly("P d", "W d/x", "N d/y");
    assertThat(desk.fold(1, 2)).containsExactly("O d", "N d/y");
  }

  @Test
  void a_directory_emptied_and_made_again_forgets_its_children() throws Exception {
    desk.does("remove d/a", "remove d/b", "remove d/sub", "rmdir d", "mkdir d", "write d/a new");
    assertThat(desk.seal()).containsExactly("O d", "N d/a");
    desk.does("remove d/a");
    assertThat(desk.seal()).containsExactly("P d", "W d/a");
    assertThat(desk.fold(1, 2)).containsExactly("O d");
  }

  /** The kernel drops the whiteouts of a directory together with it. */
  @Test
  void sealed_whiteouts_vanish_with_their_directory() throws Exception {
    desk.does("remove d/a", "remove d/sub");
    assertThat(desk.seal()).containsExactly("P d", "W d/a", "W d/sub");
    desk.does("remove d");
    assertThat(desk.seal()).containsExactly("W d");
    assertThat(desk.fold(1, 2)).containsExactly("W d");
  }

  /** A directory moved into a merged parent is opaque; mkdir in the place it leaves is plain. */
  @Test
  void an_opaque_directory_gives_way_to_a_plain_one() throws Exception {
    desk.does("mkdir u", "write u/x x", "rename u e/u");
    assertThat(desk.seal()).containsExactly("P e", "P e/u", "N e/u/x");
    desk.does("rename e/u d/u", "mkdir e/u", "write e/u/y y");
    assertThat(desk.seal())
        .containsExactly("P d", "P d/u", "N d/u/x", "P e", "P e/u", "W e/u/x", "N e/u/y");
  }

  /** Overlayfs answers EXDEV to the rename of a lower directory; mv copies and removes. */
  @Test
  void a_lower_directory_moved_there_and_back_is_opaque() throws Exception {
    desk.does("move d g");
    assertThat(desk.seal()).containsExactly("W d", "P g", "N g/a", "N g/b", "P g/sub", "N g/sub/c");
    desk.does("move g d");
    assertThat(desk.seal()).containsExactly("P d", "N d/a", "N d/b", "P d/sub", "N d/sub/c", "W g");
  }

  @Test
  void a_directory_made_again_on_the_same_inode_is_seen() throws Exception {
    desk.does("mkdir u", "write u/x x");
    desk.seal();
    desk.does("remove u", "mkdir u", "write u/y y");
    assertThat(desk.seal()).containsExactly("P u", "W u/x", "N u/y");
  }

  /** A whiteout of the kernel over a name that only an older delta brought. */
  @Test
  void a_name_of_an_older_delta_is_removed_under_a_new_upper() throws Exception {
    desk.does("write n x", "write d/n x");
    desk.seal();
    desk.moveOn();
    desk.does("remove n", "remove d/n");
    assertThat(desk.seal()).containsExactly("P d", "W d/n", "W n");
    assertThat(desk.fold(1, 2)).containsExactly("P d");
  }

  /** A plain mkdir below which an older delta holds a whiteout over a directory of the base. */
  @Test
  void a_plain_directory_over_a_sealed_whiteout_becomes_opaque_when_folded() throws Exception {
    desk.does("remove d");
    assertThat(desk.seal()).containsExactly("W d");
    desk.moveOn();
    desk.does("mkdir d", "write d/x x");
    assertThat(desk.seal()).containsExactly("P d", "N d/x");
    assertThat(desk.fold(1, 2)).containsExactly("O d", "N d/x");
  }

  @Test
  void fold_asks_the_whole_view_below_and_not_one_layer() throws Exception {
    desk.does("remove f");
    desk.seal();
    desk.does("write f new");
    desk.seal();
    desk.does("remove f");
    desk.seal();
    assertThat(desk.fold(2, 3)).isEmpty();
    assertThat(desk.fold(1, 3)).containsExactly("W f");
  }

  /** What is below a closed directory hides nothing, so its whiteouts would be ghosts. */
  @Test
  void whiteouts_in_a_closed_directory_are_dropped_by_fold() throws Exception {
    desk.does("remove d", "mkdir d", "write d/a new", "write d/z new");
    assertThat(desk.seal()).containsExactly("O d", "N d/a", "N d/z");
    desk.does("remove d/a");
    assertThat(desk.seal()).containsExactly("P d", "W d/a");
    assertThat(desk.fold(1, 2)).containsExactly("O d", "N d/z");
  }

  @Test
  void names_of_any_bytes_and_any_depth_live_on() throws Exception {
    String longest = "x".repeat(255);
    desk.does("write \u00ff\u00fe x", "write new\nline x", "mkdir .wh.a", "write .wh..wh..opq x");
    desk.does("write " + longest + " x", "deep d 20", "mkdir " + "\u00e6\u0097".repeat(100));
    desk.seal();
    desk.does("remove d/" + "d".repeat(250), "remove \u00ff\u00fe", "write new\nline y");
    assertThat(desk.seal())
        .containsExactly("P d", "W d/" + "d".repeat(250), "N new\nline", "W \u00ff\u00fe");
  }
}
