package io.labvm.layers.fold;

import java.util.HashMap;
import java.util.Map;

/** Gives link groups of many sources the numbers 1, 2, … in the order in which they appear. */
final class LinkGroups {
  private final Map<Object, NumberTable> spaces = new HashMap<>();
  private int last;

  /** The number of a group of a source; 0 stays 0. */
  long number(Object space, long group) {
    if (group == 0) {
      return 0;
    }
    NumberTable table = spaces.computeIfAbsent(space, ignored -> new NumberTable());
    int known = table.get(group);
    if (known != 0) {
      return known;
    }
    table.put(group, ++last);
    return last;
  }
}
