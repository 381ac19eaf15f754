package io.labvm.mfs.reading;

import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which Debian packages two versions have, and in which versions of their own. */
final class PackageChanges {
  private static final int MOST = 5_000;

  private PackageChanges() {}

  static Map<String, Object> between(StackView before, StackView after) throws IOException {
    Map<String, String> old = InstalledPackages.of(before);
    Map<String, String> young = InstalledPackages.of(after);
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(young.keySet());
    List<Map<String, Object>> rows = new ArrayList<>();
    int more = 0;
    for (String name : names) {
      boolean differs = !Objects.equals(old.get(name), young.get(name));
      if (differs && rows.size() < MOST) {
        rows.add(row(name, old.get(name), young.get(name)));
      } else if (differs) {
        more++;
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows);
    json.put("more", more);
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
