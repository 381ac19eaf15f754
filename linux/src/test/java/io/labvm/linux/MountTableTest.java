package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final String TABLE =
      """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
      40 22 0:35 / /srv/a\\040b\\134c rw master:2 propagate_from:1 - tmpfs tmpfs rw,size=4k
      41 22 0:36 / /m rw,relatime - overlay labvm rw,lowerdir=/l1:/l2,upperdir=/u\\054x,workdir=/w
      42 22 0:37 / /m ro,relatime - erofs /dev/loop0 ro
      """;

  @Test
  void readsFieldsWithAndWithoutTags() {
    MountTable table = MountTable.parse(TABLE);
    assertThat(table.entries()).hasSize(4);
    MountEntry tmpfs = table.entries().get(1);
    assertThat(tmpfs.mountPoint()).isEqualTo("/srv/a b\\c");
    assertThat(tmpfs.type()).isEqualTo("tmpfs");
    assertThat(tmpfs.device()).isEqualTo("0:35");
    assertThat(tmpfs.parent()).isEqualTo(22);
  }

  @Test
  void undoesEscapesWithinOptions() {
    MountEntry overlay = MountTable.parse(TABLE).entries().get(2);
    assertThat(overlay.superOption("upperdir")).contains("/u,x");
    assertThat(overlay.superOption("lowerdir")).contains("/l1:/l2");
    assertThat(overlay.superOption("index")).isEmpty();
    assertThat(overlay.readOnly()).isFalse();
  }

  @Test
  void theTopmostMountOfAPlaceCounts() {
    MountTable table = MountTable.parse(TABLE);
    assertThat(table.at(Path.of("/m")).orElseThrow().type()).isEqualTo("erofs");
    assertThat(table.at(Path.of("/m/x"))).isEmpty();
    assertThat(table.containing(Path.of("/m/x/y")).orElseThrow().type()).isEqualTo("erofs");
    assertThat(table.containing(Path.of("/mm")).orElseThrow().type()).isEqualTo("ext4");
  }

  @Test
  void keepsEveryByteOfANameThatIsNoText() {
    assertThat(MountTable.unescape("/a\\377b")).isEqualTo("/a\u00ffb");
    assertThat(MountTable.unescape("/\\344\\275\\240")).isEqualTo("/你");
    assertThat(MountTable.unescape("tail\\04")).isEqualTo("tail\\04");
  }

  @Test
  void refusesWhatIsNoTable() {
    assertThatThrownBy(() -> MountTable.parse("22 1 254:0 / / rw"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seesTheRealTablesOfThisMachine() throws Exception {
    assertThat(MountTable.read().at(Path.of("/proc"))).isPresent();
    assertThat(MountTable.everywhere()).isNotEmpty();
  }
}
