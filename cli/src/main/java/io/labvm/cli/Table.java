package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows and columns in plain text that fit a terminal; wide characters count as two. A column in
 * which no row says anything is left out.
 */
final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 6;

  private Table() {}

  static String format(List<String> head, List<List<String>> rows, int width) {
    int[] said =
        IntStream.range(0, head.size())
            .filter(c -> rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(c).isEmpty()))
            .toArray();
    var all = new ArrayList<List<String>>();
    all.add(cells(head, said));
    rows.forEach(row -> all.add(cells(row, said)));
    int[] widths =
        IntStream.range(0, said.length)
            .map(c -> all.stream().mapToInt(row -> width(row.get(c))).max().orElse(0))
            .toArray();
    shrink(widths, width);
    var text = new StringBuilder();
    all.forEach(row -> text.append(line(row, widths)).append('\n'));
    return text.toString();
  }

  private static List<String> cells(List<String> row, int[] columns) {
    return IntStream.of(columns).mapToObj(row::get).toList();
  }

  /** Takes from the widest column until everything fits. */
  private static void shrink(int[] widths, int width) {
    while (IntStream.of(widths).sum() + GAP * (widths.length - 1) > width) {
      int widest = 0;
      for (int c = 1; c < widths.length; c++) {
        widest = widths[c] > widths[widest] ? c : widest;
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cut(row.get(c), widths[c]);
      line.append(cell).append(" ".repeat(widths[c] - width(cell) + GAP));
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    var kept = new StringBuilder();
    text.codePoints()
        .takeWhile(c -> width(kept.toString()) + width(c) < width)
        .forEach(kept::appendCodePoint);
    return kept.append('…').toString();
  }

  static int width(String text) {
    return text.codePoints().map(Table::width).sum();
  }

  private static int width(int codePoint) {
    return WIDE.stream().anyMatch(block -> block.contains(codePoint)) ? 2 : 1;
  }

  /** Code points from one to another, both included. */
  private record Block(int first, int last) {
    boolean contains(int codePoint) {
      return first <= codePoint && codePoint <= last;
    }
  }

  /** What terminals draw two cells wide: East Asian scripts and pictures. */
  private static final List<Block> WIDE =
      List.of(
          new Block(0x1100, 0x115f),
          new Block(0x2e80, 0xa4cf),
          new Block(0xac00, 0xd7a3),
          new Block(0xf900, 0xfaff),
          new Block(0xfe30, 0xfe6f),
          new Block(0xff00, 0xff60),
          new Block(0x1f300, 0x1faff),
          new Block(0x20000, 0x3fffd));
}
