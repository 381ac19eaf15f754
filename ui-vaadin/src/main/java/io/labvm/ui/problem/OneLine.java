package io.labvm.ui.problem;

import java.util.Set;

/** Names and labels that people give. */
public final class OneLine {
  /** They turn the text behind them, on pages of others, too (Unicode Annex 9). */
  private static final Set<Byte> TURNS =
      Set.of(
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE);

  private OneLine() {}

  /** Whether a text is one line of characters that stay where they are put. */
  public static boolean is(String text) {
    return text.codePoints().allMatch(OneLine::isPlain);
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !TURNS.contains(Character.getDirectionality(c));
    };
  }
}
