package io.labvm.ui.page.versions;

import java.util.ArrayList;
import java.util.List;

/** Numbers in few words: {@code 1–7, 9}. */
final class NumberRanges {
  private static final int MOST = 12;

  private NumberRanges() {}

  /**
   * Says them.
   *
   * @param ascending without repetition; not empty
   */
  static String of(List<Integer> ascending) {
    List<String> parts = new ArrayList<>();
    int first = ascending.getFirst();
    for (int i = 1; i <= ascending.size(); i++) {
      int last = ascending.get(i - 1);
      if (i == ascending.size() || ascending.get(i) != last + 1) {
        parts.add(first == last ? String.valueOf(first) : first + "–" + last);
        first = i == ascending.size() ? last : ascending.get(i);
      }
    }
    return parts.size() <= MOST
        ? String.join(", ", parts)
        : String.join(", ", parts.subList(0, MOST)) + " …";
  }
}
