package io.labvm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NamesTest {
  /** A member names files; a terminal must not take their names for commands. */
  @Test
  void no_control_character_of_a_name_is_shown_as_itself() {
    byte[] sequence = "\u009b2Ja\u001b[m\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Names.printable(sequence)).isEqualTo("\\x9b2Ja\\x1b[m\\x0a");
    assertThat(Names.printable(new byte[] {(byte) 0x9b, '2'}).chars())
        .noneMatch(Character::isISOControl);
  }
}
