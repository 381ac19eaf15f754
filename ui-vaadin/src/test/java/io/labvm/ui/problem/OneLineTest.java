package io.labvm.ui.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "before the upgrade", "升级之前", "שלום", "family \ud83d\udc68\u200d\ud83d\udc69"})
  void keepsWhatPeopleWrite(String text) {
    assertThat(OneLine.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\u0000",
        "a\u001b[31m",
        "a\u2028b",
        "a\u202etxt.exe",
        "a\u2066b",
        "a\ud83d"
      })
  void refusesWhatMovesOtherText(String text) {
    assertThat(OneLine.is(text)).isFalse();
  }
}
