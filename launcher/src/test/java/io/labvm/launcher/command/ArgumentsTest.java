package io.labvm.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.launcher.shell.UserError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static Arguments parse(String... line) {
    return Arguments.parse(List.of(line), Set.of("--home"), Set.of("--json"));
  }

  @Test
  void takesBothFormsOfValues() {
    assertThat(parse("--home", "/a").value("--home")).contains("/a");
    assertThat(parse("--home=/a=b").value("--home")).contains("/a=b");
    assertThat(parse("a", "--json", "-").words()).containsExactly("a", "-");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--hom", "/a"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Unknown option --hom");
    assertThatThrownBy(() -> parse("--home")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> parse("x").noWords()).hasMessageContaining("Unexpected 'x'");
  }
}
