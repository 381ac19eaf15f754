package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinkGroupsTest {
  private static final TreePath NAME = TreePath.of("name".getBytes(StandardCharsets.US_ASCII));

  private static void fill(LinkGroups groups, int inodes) throws LayerException {
    for (int inode = 1; inode <= inodes; inode++) {
      groups.add(inode, NAME);
    }
  }

  @Test
  void more_inodes_with_several_names_than_memory_holds_are_refused() throws LayerException {
    LinkGroups groups = new LinkGroups(new byte[16], 1 << 10);
    fill(groups, 600);
    assertThat(groups.count(600)).isEqualTo(1);
    assertThatThrownBy(() -> fill(new LinkGroups(new byte[16], 1 << 10), 1000))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("hard links");
  }
}
