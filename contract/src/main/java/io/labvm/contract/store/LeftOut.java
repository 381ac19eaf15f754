package io.labvm.contract.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a desktop had and a version does not show as it was, of one kind.
 *
 * @param code of docs/storage-format.md, for example {@code path-length}
 * @param count names, or attributes of names; at least so many
 * @param names the first few, without the leading slash; a long one is cut and ends with an
 *     ellipsis
 */
public record LeftOut(String code, long count, List<String> names) {
  public LeftOut {
    names = List.copyOf(names);
  }

  /** Whoever wrote it before this was said named none. */
  public static List<LeftOut> copy(@Nullable List<LeftOut> leftOut) {
    return leftOut == null ? List.of() : List.copyOf(leftOut);
  }
}
