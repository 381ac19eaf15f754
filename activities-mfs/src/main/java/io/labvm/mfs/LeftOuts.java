package io.labvm.mfs;

import io.labvm.contract.store.LeftOut;
import io.labvm.layers.delta.LeftOut.Name;
import io.labvm.layers.delta.LeftOut.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a version lacks, in the words of the platform. */
final class LeftOuts {
  private LeftOuts() {}

  static List<LeftOut> of(io.labvm.layers.delta.LeftOut leftOut) {
    return leftOut.byCode().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(kind -> of(kind.getKey(), kind.getValue()))
        .toList();
  }

  private static LeftOut of(String code, Names names) {
    return new LeftOut(code, names.count(), names.first().stream().map(LeftOuts::text).toList());
  }

  /** Bytes that are no UTF-8 become replacement characters. */
  private static String text(Name name) {
    String start = new String(name.bytes(), StandardCharsets.UTF_8);
    return name.isCut() ? start + "\u2026" : start;
  }
}
