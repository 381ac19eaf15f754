package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XattrsTest {
  @Test
  void a_file_with_more_attributes_than_memory_gives_some_and_the_marks_of_overlayfs()
      throws LinuxException {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      names.append("user.").append(i).append('\0');
    }
    names.append("trusted.overlay.overlay.own\0trusted.overlay.opaque\0");
    byte[] listed = names.toString().getBytes(StandardCharsets.US_ASCII);
    List<Xattr> found = Xattrs.collect(listed, new int[1], "file", name -> new byte[1 << 16]);
    assertThat(found).hasSize(18);
    assertThat(found.getLast().name()).isEqualTo("trusted.overlay.opaque");
  }
}
