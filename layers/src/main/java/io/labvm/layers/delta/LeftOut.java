package io.labvm.layers.delta;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an upper has and no delta holds, by {@link Omission#code()}: how often, and the first few
 * names. Bounded, whatever an upper has.
 *
 * @param byCode none is empty
 */
public record LeftOut(Map<String, Names> byCode) {
  public static final LeftOut NOTHING = new LeftOut(Map.of());

  /** Names that are kept of one code. */
  public static final int MOST_NAMES = 8;

  /** Bytes that are kept of one name. */
  public static final int MOST_BYTES = 400;

  /** Bytes of all names of one pass, so that they fit the header of a segment. */
  private static final int MOST_IN_ALL = 3000;

  public LeftOut {
    byCode = Map.copyOf(byCode);
  }

  /**
   * One kind.
   *
   * @param count names or attributes
   * @param first of the names it concerns
   */
  public record Names(long count, List<Name> first) {
    public Names {
      first = List.copyOf(first);
      if (count < first.size() || count < 1 || first.size() > MOST_NAMES) {
        throw new IllegalArgumentException(first.size() + " names of " + count);
      }
    }
  }

  /**
   * A path, of which a long one is cut.
   *
   * @param start its first bytes, each as one character
   * @param length bytes of the whole path
   */
  public record Name(String start, long length) {
    public Name {
      if (start.length() > Math.min(length, MOST_BYTES)) {
        throw new IllegalArgumentException(start.length() + " bytes of " + length);
      }
    }

    static Name of(byte[] path) {
      int end = Math.min(path.length, MOST_BYTES);
      while (end < path.length && end > MOST_BYTES - 4 && (path[end] & 0xc0) == 0x80) {
        end--; // not within a character of UTF-8
      }
      return new Name(new String(path, 0, end, StandardCharsets.ISO_8859_1), path.length);
    }

    /** The first bytes. */
    public byte[] bytes() {
      return start.getBytes(StandardCharsets.ISO_8859_1);
    }

    public boolean isCut() {
      return start.length() < length;
    }
  }

  /** What one pass left out. */
  public static LeftOut of(Omissions omissions) {
    Map<String, Names> byCode = new TreeMap<>();
    int room = MOST_IN_ALL;
    for (Omission omission : Omission.values()) {
      if (omission.isInNoDelta() && omissions.count(omission) > 0) {
        List<Name> first = new ArrayList<>();
        for (byte[] path : omissions.first(omission)) {
          Name name = Name.of(path);
          if (name.start.length() <= room) {
            room -= name.start.length();
            first.add(name);
          }
        }
        byCode.put(omission.code(), new Names(omissions.count(omission), first));
      }
    }
    return new LeftOut(byCode);
  }

  public boolean isEmpty() {
    return byCode.isEmpty();
  }

  /** Only the kinds of which whole names are left out. */
  public LeftOut names() {
    Map<String, Names> names = new TreeMap<>(byCode);
    names.keySet().removeIf(code -> !Omission.leavesNameOut(code));
    return new LeftOut(names);
  }

  /**
   * What is known after a later pass. Every pass meets a name again that is left out, an attribute
   * only once: so names are those of a pass that looked at everything, attributes the sum.
   *
   * @param everything whether the later pass looked at all names; after one that did not, counts of
   *     names are what is known at least
   */
  public LeftOut then(LeftOut later, boolean everything) {
    Map<String, Names> all = new TreeMap<>(everything ? withoutNames().byCode : byCode);
    later.byCode.forEach((code, names) -> all.merge(code, names, (a, b) -> both(code, a, b)));
    return new LeftOut(all);
  }

  private LeftOut withoutNames() {
    Map<String, Names> others = new TreeMap<>(byCode);
    others.keySet().removeIf(Omission::leavesNameOut);
    return new LeftOut(others);
  }

  private static Names both(String code, Names before, Names later) {
    List<Name> first = new ArrayList<>(before.first);
    later.first.stream().filter(name -> !before.first.contains(name)).forEach(first::add);
    long count =
        Omission.leavesNameOut(code)
            ? Math.max(first.size(), Math.max(before.count, later.count))
            : before.count + later.count;
    return new Names(count, first.subList(0, Math.min(first.size(), MOST_NAMES)));
  }
}
