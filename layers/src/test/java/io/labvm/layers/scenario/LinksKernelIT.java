package io.labvm.layers.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.TestedKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hard links: a group lives in one layer, and changes as one. */
@Tag(TestedKernel.OLD)
class LinksKernelIT extends Scenario {
  @Test
  void a_link_made_after_a_seal_brings_its_group_again() throws Exception {
    desk.does("write n x");
    desk.seal();
    desk.does("link n m");
    assertThat(desk.seal()).containsExactly("N m", "N n");
    desk.does("link n e/o");
    assertThat(desk.seal()).containsExactly("P e", "N e/o", "N m", "N n");
    desk.does("remove m");
    assertThat(desk.seal()).containsExactly("P e", "N e/o", "W m", "N n");
    assertThat(desk.fold(1, 4)).containsExactly("P e", "N e/o", "N n");
  }

  @Test
  void a_group_that_is_split_is_no_group_any_more() throws Exception {
    desk.does("write n x", "link n m");
    desk.seal();
    desk.does("copy n t", "rename t n");
    assertThat(desk.seal()).containsExactly("N m", "N n");
  }

  @Test
  void a_write_through_one_name_changes_all() throws Exception {
    desk.does("write n x", "link n m");
    desk.seal();
    desk.does("append m more");
    assertThat(desk.seal()).containsExactly("N m", "N n");
  }

  @Test
  void symbolic_links_pipes_and_devices_are_linked_too() throws Exception {
    desk.does(
        "symlink x s1", "link s1 s2", "fifo p1", "link p1 p2", "device c1 c 1 3", "link c1 c2");
    assertThat(desk.seal()).containsExactly("N c1", "N c2", "N p1", "N p2", "N s1", "N s2");
  }

  /** With index=off a copy-up breaks the link; the running view shows that, and so does ours. */
  @Test
  void a_group_of_the_base_breaks_when_one_name_is_written() throws Exception {
    desk.does("append l1 more");
    assertThat(desk.seal()).containsExactly("N l1");
    desk.does("link l1 l3");
    assertThat(desk.seal()).containsExactly("N l1", "N l3");
  }

  @Test
  void a_name_in_a_newly_opaque_directory_brings_its_group() throws Exception {
    desk.does("write n x", "mkdir u", "link n u/m");
    desk.seal();
    desk.does("remove d", "mkdir d", "link n d/n");
    assertThat(desk.seal()).containsExactly("O d", "N d/n", "N n", "P u", "N u/m");
  }

  /** What a deduplicating tool does: contents, times and owners all stay the same. */
  @Test
  void identical_files_that_become_one_inode_are_changed() throws Exception {
    desk.does("write a x", "copy a b", "mkdir u", "link a u/t");
    desk.seal();
    desk.does("remove u/t", "remove b", "link a b");
    assertThat(desk.seal()).containsExactly("N a", "N b", "P u", "W u/t");
    desk.does("copy a t", "rename t b");
    assertThat(desk.seal()).containsExactly("N a", "N b");
  }

  /** Whiteouts share one inode in the kernel; they are no group. */
  @Test
  void whiteouts_are_never_linked() throws Exception {
    desk.does("remove f", "remove d/a", "remove p");
    assertThat(desk.seal()).containsExactly("P d", "W d/a", "W f", "W p");
    desk.does("write f new");
    assertThat(desk.seal()).containsExactly("N f");
  }
}
