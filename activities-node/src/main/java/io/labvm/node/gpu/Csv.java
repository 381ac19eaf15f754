package io.labvm.node.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of nvidia-smi's comma-separated output.
 *
 * <p>What a GPU does not have stands in it as {@code N/A}, {@code [N/A]}, {@code [Not Supported]},
 * {@code [Unknown Error]} and the like, by driver version.
 */
record Csv(List<String> fields) {
  private static final int MEBI = 20;

  static List<Csv> lines(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> new Csv(List.of(line.strip().split(", *"))))
        .toList();
  }

  String text(int field) {
    return field < fields.size() ? fields.get(field) : "";
  }

  /** Null where the GPU has no such figure. */
  @Nullable Double number(int field) {
    try {
      double number = Double.parseDouble(text(field));
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Like {@link #number}, rounded. */
  @Nullable Long whole(int field) {
    Double number = number(field);
    return number == null ? null : Math.round(number);
  }

  /** Bytes of a figure in MiB. */
  @Nullable Long mebibytes(int field) {
    Long number = whole(field);
    return number == null ? null : number << MEBI;
  }
}
