package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawWordsTest {
  private static byte[] line(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void words_that_java_could_read_are_no_problem() {
    byte[] utf8 = "java\0ls\0/é\0\0".getBytes(StandardCharsets.UTF_8);
    assertThat(RawWords.problem(utf8, 3, "UTF-8")).isEmpty();
    assertThat(RawWords.problem(line("java\0ls\0"), 1, "ANSI_X3.4-1968")).isEmpty();
  }

  @Test
  void a_word_that_is_not_utf8_is_named_with_the_way_out() {
    assertThat(RawWords.problem(line("java\0ls\0\u00ff\0"), 2, "UTF-8").orElseThrow())
        .isEqualTo("argument 2 is not UTF-8; give such a PATH as --path-base64 B64");
    assertThat(RawWords.problem(line("\u00ff\0ls\0"), 1, "UTF-8")).as("not ours").isEmpty();
  }

  @Test
  void a_locale_that_cannot_hold_a_word_is_named() {
    byte[] utf8 = "java\0ls\0/é\0".getBytes(StandardCharsets.UTF_8);
    assertThat(RawWords.problem(utf8, 2, "ANSI_X3.4-1968").orElseThrow())
        .startsWith("argument 2 ")
        .contains("LC_ALL=C.UTF-8");
  }
}
