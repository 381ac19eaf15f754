package io.labvm.mfs.reading;

import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Debian packages two versions have, and in which versions of their own. */
final class PackageChanges {
  private static final int MOST = 5_000;

  private PackageChanges() {}

  static Map<String, Object> between(StackView before, StackView after) throws IOException {
    Map<String, String> old = InstalledPackages.of(before);
    Map<String, String> young = InstalledPackages.of(after);
    List<Map<String, Object>> rows = new ArrayList<>();
    old.forEach(
        (name, version) -> {
          String now = young.get(name);
          if (!version.equals(now)) {
            rows.add(row(name, version, now));
          }
        });
    young.forEach(
        (name, version) -> {
          if (!old.containsKey(name)) {
            rows.add(row(name, null, version));
          }
        });
    rows.sort(java.util.Comparator.comparing(row -> String.valueOf(row.get("name"))));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows.subList(0, Math.min(MOST, rows.size())));
    json.put("more", Math.max(0, rows.size() - MOST));
    return json;
  }

  private static Map<String, Object> row(
      String name, @Nullable String before, @Nullable String after) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("before", before);
    row.put("after", after);
    return row;
  }
}
