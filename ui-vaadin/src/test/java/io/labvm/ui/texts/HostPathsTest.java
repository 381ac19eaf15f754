package io.labvm.ui.texts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostPathsTest {
  @Test
  void keepsOnlyTheLastNameOfAPath() {
    assertThat(
            HostPaths.shortened(
                "/srv/labvm/store/layers/ab/ab12/image.erofs is damaged at byte 4096: digest is x"))
        .isEqualTo("…/image.erofs is damaged at byte 4096: digest is x");
    assertThat(HostPaths.shortened("layer 12: /a/b (/c/d/e) is missing"))
        .isEqualTo("layer 12: …/b (…/e) is missing");
  }

  @Test
  void saysWhereInTheStoreSomethingLies() {
    assertThat(HostPaths.inStore("/data/labvm/store/layers/ab/ab12/image.erofs: digest is x"))
        .isEqualTo("layers/ab/ab12/image.erofs: digest is x");
    assertThat(HostPaths.inStore("no /srv/store/desktops/d1/versions/3.json (/srv/store/FORMAT)"))
        .isEqualTo("no desktops/d1/versions/3.json (/srv/store/FORMAT)");
  }

  @Test
  void leavesOtherTextsAlone() {
    for (String text :
        new String[] {
          "3/4 read", "no RFB banner after 30 s", "http://n1/a/b", "/etc is there", ""
        }) {
      assertThat(HostPaths.shortened(text)).isEqualTo(text);
      assertThat(HostPaths.inStore(text)).isEqualTo(text);
    }
  }
}
