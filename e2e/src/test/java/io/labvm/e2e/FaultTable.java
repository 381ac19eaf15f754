package io.labvm.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How things ended at each place (rows) with each fault (columns); what was not tried is a hole.
 */
final class FaultTable {
  private static final String HOLE = "HOLE";

  private final String corner;
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
  private final Set<String> columns = new LinkedHashSet<>();

  /**
   * Of nothing yet.
   *
   * @param corner what rows and columns are
   */
  FaultTable(String corner) {
    this.corner = corner;
  }

  void put(String row, String column, String end) {
    columns.add(column);
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(column, end);
  }

  boolean hasHoles() {
    return rows.values().stream().anyMatch(row -> !row.keySet().containsAll(columns));
  }

  /** In columns of equal width. */
  @Override
  public String toString() {
    List<List<String>> lines = lines();
    int[] widths = new int[columns.size() + 1];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    var text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + 2);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private List<List<String>> lines() {
    var lines = new ArrayList<List<String>>();
    lines.add(line(corner, List.copyOf(columns)));
    rows.forEach(
        (name, row) ->
            lines.add(line(name, columns.stream().map(c -> row.getOrDefault(c, HOLE)).toList())));
    return lines;
  }

  private static List<String> line(String first, List<String> rest) {
    var line = new ArrayList<String>();
    line.add(first);
    line.addAll(rest);
    return line;
  }
}
