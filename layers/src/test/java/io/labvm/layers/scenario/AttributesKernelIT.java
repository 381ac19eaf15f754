package io.labvm.layers.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.mount.TestedKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of one attribute alone, and changes that hide behind equal ones. */
@Tag(TestedKernel.OLD)
class AttributesKernelIT extends Scenario {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod f 0600",
        "chown f 5 6",
        "touch f 1234567890",
        "setx f user.a b",
        "setx f trusted.a b",
        "capability f"
      })
  void one_attribute_of_a_file_changes_alone(String step) throws Exception {
    desk.does("write n x", "write d/n x");
    desk.seal();
    desk.does(step, step.replaceFirst(" f", " n"), step.replaceFirst(" f", " d/n"));
    assertThat(desk.seal()).containsExactly("P d", "N d/n", "N f", "N n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chmod d 0700", "chown d 5 6", "touch d 1234567890", "setx d user.a b"})
  void one_attribute_of_a_directory_changes_alone(String step) throws Exception {
    desk.does("mkdir u", "write u/x x");
    desk.seal();
    desk.does(step, step.replaceFirst(" d", " u"));
    assertThat(desk.seal()).containsExactly("P d", "P u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chown s 5 6", "touch s 1234567890", "setx s trusted.a b"})
  void one_attribute_of_a_symbolic_link_changes_alone(String step) throws Exception {
    desk.does("symlink x n");
    desk.seal();
    desk.does(step, step.replaceFirst(" s", " n"));
    assertThat(desk.seal()).containsExactly("N n", "N s");
  }

  /** An overlay shows the attributes of its upper's root: they are in every layer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod . 0711",
        "chown . 5 6",
        "touch . 1234567890",
        "setx . user.a b",
        "defaultacl ."
      })
  void attributes_of_the_root_live_in_a_layer_without_entries(String step) throws Exception {
    desk.does(step);
    assertThat(desk.seal()).isEmpty();
    desk.moveOn();
    desk.does("write n x", "touch . 77");
    assertThat(desk.seal()).containsExactly("N n");
    assertThat(desk.fold(1, 2)).containsExactly("N n");
  }

  /**
   * The kernel refuses an ACL on what is not copied up while the lower's file system cannot set
   * one, and no read-only one can: something else of it must have changed before.
   */
  @Test
  void access_lists_change_on_what_was_copied_up() throws Exception {
    assertThatThrownBy(() -> desk.does("acl f")).hasMessageContaining("not supported");
    desk.does("chmod f 0640", "chmod d 0750", "acl f", "acl d", "defaultacl d");
    assertThat(desk.seal()).containsExactly("P d", "N f");
    desk.does("rmx f system.posix_acl_access", "rmx d system.posix_acl_default");
    assertThat(desk.seal()).containsExactly("P d", "N f");
    desk.does("defaultacl d", "write n x", "acl n");
    assertThat(desk.seal()).containsExactly("P d", "N n");
  }

  @Test
  void an_attribute_is_taken_away() throws Exception {
    desk.does("setx f user.a b", "setx d user.a b", "acl f");
    desk.seal();
    desk.does("rmx f user.a", "rmx d user.a", "rmx f system.posix_acl_access");
    assertThat(desk.seal()).containsExactly("P d", "N f");
  }

  /** The kernel hides trusted.overlay.* of its own and escapes a user's, at any depth. */
  @Test
  void a_users_own_overlay_attributes_are_carried() throws Exception {
    desk.does("setx f trusted.overlay.opaque y", "setx d trusted.overlay.redirect /x");
    desk.does("setx e trusted.overlay.overlay.opaque y", "write d/n x");
    assertThat(desk.seal()).containsExactly("P d", "N d/n", "P e", "N f");
    desk.moveOn();
    desk.does("chmod f 0600", "chmod e 0700");
    assertThat(desk.seal()).containsExactly("P e", "N f");
  }

  @Test
  void a_rewrite_of_the_same_size_with_the_time_put_back_is_seen() throws Exception {
    desk.does("write n 0000");
    desk.seal();
    for (int i = 1; i <= 12; i++) {
      desk.does("rewrite n %04d".formatted(i));
      assertThat(desk.seal()).containsExactly("N n");
    }
  }

  /** ext4 gives a freed inode number out again at once. */
  @Test
  void sixty_files_made_again_alike_on_the_same_inodes_are_seen() throws Exception {
    List<String> make = new ArrayList<>();
    List<String> remake = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 70; i++) {
      make.addAll(List.of("write n" + i + " old", "touch n" + i + " 5000000000"));
      remake.addAll(List.of("remove n" + i, "write n" + i + " new", "touch n" + i + " 5000000000"));
      expected.add("N n" + i);
    }
    desk.does(make.toArray(String[]::new));
    desk.seal();
    desk.does(remake.toArray(String[]::new));
    assertThat(desk.seal()).containsExactlyElementsOf(expected);
  }

  @Test
  void a_file_renamed_over_another_of_equal_size_and_time_is_seen() throws Exception {
    desk.does("write n old", "touch n 5000000000");
    desk.seal();
    desk.does("write t new", "touch t 5000000000", "rename t n");
    assertThat(desk.seal()).containsExactly("N n");
  }

  @Test
  void a_store_through_a_mapping_is_seen() throws Exception {
    desk.does("write n 0000");
    desk.seal();
    desk.does("store n 1111");
    assertThat(desk.seal()).containsExactly("N n");
  }

  /** Only ctime moved: nothing to ship. */
  @Test
  void what_was_changed_and_put_back_is_not_in_the_layer() throws Exception {
    desk.does("write n x", "write other x");
    desk.seal();
    desk.does(
        "chmod n 0600", "chmod n 0644", "rename n t", "rename t n", "append other y", "touch . 99");
    assertThat(desk.seal()).containsExactly("N other");
  }

  @Test
  void special_files_are_carried_and_no_whiteout_can_be_made_by_hand() throws Exception {
    desk.does("socket k", "fifo q", "device b b 259 70000", "device c c 1 3");
    assertThat(desk.seal()).containsExactly("N b", "N c", "N k", "N q");
    assertThatThrownBy(() -> desk.does("device w c 0 0")).hasMessageContaining("not permitted");
  }

  /** The kernel keeps chattr flags of an upper in a private attribute; images have no flags. */
  @Test
  void inode_flags_are_left_out_and_nothing_else_is_lost() throws Exception {
    desk.does("write n x", "flags n i", "write m x", "flags m a");
    assertThat(desk.seal()).containsExactly("N m", "N n");
    desk.does("flags n -", "flags m -", "append n y");
    assertThat(desk.seal()).contains("N n");
  }

  /** Children are written before their directory's attributes: nothing leaks into them. */
  @Test
  void default_acls_and_the_group_bit_do_not_leak_into_a_layer() throws Exception {
    desk.does("write d/before x", "chmod d 0755", "defaultacl d", "chmod d 2775", "chown d 0 7");
    desk.does("write d/after x", "mkdir d/inner", "symlink x d/link");
    assertThat(desk.seal())
        .containsExactly("P d", "N d/after", "N d/before", "P d/inner", "N d/link");
  }

  @Test
  void holes_stay_holes_and_cost_nothing() throws Exception {
    desk.does("sparse h 80000000 40000000 data", "write z 0123456789", "truncate z 50000000");
    assertThat(desk.seal()).containsExactly("N h", "N z");
    assertThat(desk.newestLayerBytes()).isLessThan(400_000);
    desk.does("append h end", "punch h 40000000 4096");
    assertThat(desk.seal()).containsExactly("N h");
    assertThat(desk.fold(1, 2)).containsExactly("N h", "N z");
  }

  /** Copied up for its attributes alone, without a change below it. */
  @Test
  void a_directory_is_copied_up_for_its_attributes() throws Exception {
    desk.does("chmod d/sub 0711");
    assertThat(desk.seal()).containsExactly("P d", "P d/sub");
  }
}
