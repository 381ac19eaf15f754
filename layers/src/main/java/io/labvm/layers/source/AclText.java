package io.labvm.layers.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * POSIX ACLs written as text ({@code user:1000:rwx} or {@code user:name:rwx:1000}), turned into the
 * attribute the kernel keeps. Names without a number have no meaning on another machine.
 */
final class AclText {
  private static final int VERSION = 2;
  private static final Map<String, Integer> OWN =
      Map.of("user", 1, "u", 1, "group", 4, "g", 4, "mask", 16, "m", 16, "other", 32, "o", 32);

  private AclText() {}

  private record Entry(int tag, int permissions, int id) {}

  /** The attribute's bytes; empty when the text cannot be understood. */
  static byte[] parse(String text) {
    List<Entry> entries = new ArrayList<>();
    try {
      for (String line : text.split("[,\n]")) {
        String entry = line.replaceFirst("#.*", "").strip();
        if (!entry.isEmpty()) {
          entries.add(entry(entry.split(":", -1)));
        }
      }
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
    return entries.isEmpty() ? new byte[0] : encode(entries);
  }

  private static Entry entry(String[] fields) {
    Integer own = OWN.get(fields[0]);
    boolean noQualifier = own != null && own >= 16 && fields.length == 2;
    if (own == null || (fields.length < 3 && !noQualifier)) {
      throw new IllegalArgumentException(fields[0]);
    }
    String qualifier = noQualifier ? "" : fields[1];
    int permissions = permissions(noQualifier ? fields[1] : fields[2]);
    if (qualifier.isEmpty()) {
      return new Entry(own, permissions, -1);
    }
    String id = fields.length > 3 && !fields[3].isEmpty() ? fields[3] : qualifier;
    // Named users and groups have the tag after their owner's.
    return new Entry(own * 2, permissions, Integer.parseUnsignedInt(id));
  }

  private static int permissions(String text) {
    if (!text.matches("[rwx-]{0,3}")) {
      throw new IllegalArgumentException(text);
    }
    return (text.contains("r") ? 4 : 0)
        | (text.contains("w") ? 2 : 0)
        | (text.contains("x") ? 1 : 0);
  }

  private static byte[] encode(List<Entry> entries) {
    entries.sort(
        Comparator.comparingInt(Entry::tag).thenComparing(Entry::id, Integer::compareUnsigned));
    byte[] bytes = new byte[4 + 8 * entries.size()];
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION);
    for (Entry entry : entries) {
      b.putShort((short) entry.tag).putShort((short) entry.permissions).putInt(entry.id);
    }
    return bytes;
  }
}
