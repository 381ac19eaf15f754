package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.NameState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell of the table, as the proven rules have it: A W N P O are absent to opaque. */
class SealTableTest {
  @ParameterizedTest(name = "upper {0} over index {1} is {2}")
  @CsvSource({
    "A,A,NOTHING", "A,W,NOTHING", "A,N,WHITEOUT", "A,P,WHITEOUT", "A,O,WHITEOUT",
    "W,A,WHITEOUT", "W,W,NOTHING", "W,N,WHITEOUT", "W,P,WHITEOUT", "W,O,WHITEOUT",
    "N,A,NODE", "N,W,NODE", "N,N,NODE_IF_CHANGED", "N,P,NODE", "N,O,NODE",
    "P,A,DIFF", "P,W,WHOLE", "P,N,WHOLE", "P,P,DIFF", "P,O,DIFF",
    "O,A,WHOLE_OPAQUE", "O,W,WHOLE_OPAQUE", "O,N,WHOLE_OPAQUE", "O,P,WHOLE_OPAQUE", "O,O,DIFF"
  })
  void everyCell(char upper, char index, SealTable.Action action) {
    assertThat(SealTable.of(state(upper), state(index))).isEqualTo(action);
  }

  private static @Nullable NameState state(char letter) {
    return switch (letter) {
      case 'A' -> null;
      case 'W' -> NameState.WHITEOUT;
      case 'N' -> NameState.NODE;
      case 'P' -> NameState.DIRECTORY;
      case 'O' -> NameState.OPAQUE_DIRECTORY;
      default -> throw new IllegalArgumentException("state " + letter);
    };
  }
}
