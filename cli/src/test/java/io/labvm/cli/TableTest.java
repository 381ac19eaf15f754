package io.labvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsWideCharacters() {
    String text =
        Table.format(
            List.of("NAME", "STATE"), List.of(List.of("王小明", "up"), List.of("a", "down")), 80);
    assertThat(text).isEqualTo("NAME    STATE\n王小明  up\na       down\n");
  }

  @Test
  void fitsTheTerminal() {
    String text = Table.format(List.of("ID", "WHY"), List.of(List.of("1", "x".repeat(200))), 40);
    assertThat(text.lines()).allMatch(line -> Table.width(line) <= 40);
    assertThat(text).contains("…");
  }

  @Test
  void aColumnWithoutAWordTakesNoRoom() {
    String text =
        Table.format(
            List.of("ID", "WHY", "LABEL"),
            List.of(List.of("1", "", "kept"), List.of("2", "", "")),
            80);
    assertThat(text).isEqualTo("ID  LABEL\n1   kept\n2\n");
    assertThat(Table.format(List.of("ID", "WHY"), List.of(), 80)).isEqualTo("ID  WHY\n");
  }
}
