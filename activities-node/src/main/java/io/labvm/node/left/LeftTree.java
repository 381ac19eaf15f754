package io.labvm.node.left;

import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import io.labvm.nodechannel.reading.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds names in an upper, step by step from its root. */
final class LeftTree {
  /** Of the names of a directory that are held, bytes of memory. */
  static final int PART = 1 << 15;

  private final Path upper;

  LeftTree(Path upper) {
    this.upper = upper;
  }

  /**
   * A folder, opened.
   *
   * @throws Refusal when there is none of these names
   */
  Dir folder(List<byte[]> names) throws IOException {
    Dir at = Dir.openConfined(upper);
    for (byte[] name : names) {
      try (Dir above = at) {
        requireName(name);
        at = above.openDirectory(name);
      } catch (LinuxException e) {
        throw isNone(e) ? Refusal.unknownPath() : e;
      }
    }
    return at;
  }

  /** What the last of these names is. */
  Stat stat(List<byte[]> names) throws IOException {
    try (Dir folder = folder(names.subList(0, names.size() - 1))) {
      requireName(names.getLast());
      return folder.stat(names.getLast());
    } catch (LinuxException e) {
      throw isNone(e) ? Refusal.unknownPath() : e;
    }
  }

  private static void requireName(byte[] name) throws Refusal {
    boolean parent = name.length == 2 && name[0] == '.' && name[1] == '.';
    for (byte b : name) {
      parent |= b == 0;
    }
    if (parent) {
      throw Refusal.unknownPath();
    }
  }

  static boolean isNone(LinuxException e) {
    return e.is(Errno.ENOENT)
        || e.is(Errno.ENOTDIR)
        || e.is(Errno.ELOOP)
        || e.is(Errno.ENAMETOOLONG);
  }

  /**
   * Lists a page of a folder in the order of bytes; the memory it takes depends on the limit, not
   * on the folder. {@code next} is the name, in base 64, behind which there are more.
   *
   * @param after the name behind which the page begins
   */
  static Map<String, Object> list(Dir folder, Optional<byte[]> after, int limit)
      throws IOException {
    TreeMap<byte[], Boolean> first = new TreeMap<>(Arrays::compareUnsigned);
    folder.entries(
        PART,
        names -> {
          for (int i = 0; i < names.size(); i++) {
            byte[] name = names.name(i);
            if (after.isEmpty() || Arrays.compareUnsigned(name, after.get()) > 0) {
              first.put(name, true);
            }
            if (first.size() > limit + 1) {
              first.pollLastEntry();
            }
          }
        });
    boolean more = first.size() > limit;
    if (more) {
      first.pollLastEntry();
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    for (byte[] name : first.keySet()) {
      entries.add(LeftEntry.json(folder, name, folder.stat(name)));
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("entries", entries);
    if (more) {
      page.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(first.lastKey()));
    }
    return page;
  }
}
