package io.labvm.node.left;

import io.labvm.layers.view.NodeJson;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One name of an upper, as overlayfs means it. */
public final class LeftEntry {
  private static final String OVERLAYS = "trusted.overlay.";

  private LeftEntry() {}

  /** Whether it says that the name was deleted: a character device 0/0. */
  public static boolean isDeletion(Stat stat) {
    return stat.type() == FileType.CHARACTER_DEVICE
        && stat.deviceMajor() == 0
        && stat.deviceMinor() == 0;
  }

  /** Attributes without those by which overlayfs speaks to itself. */
  public static List<Xattr> own(List<Xattr> all) {
    return all.stream().filter(attribute -> !attribute.name().startsWith(OVERLAYS)).toList();
  }

  /** Everything a name shows but its content. */
  static Map<String, Object> json(Dir folder, byte[] name, Stat stat) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    NodeJson.putText(json, "name", name);
    json.put("type", isDeletion(stat) ? "deleted" : type(stat.type()));
    json.put("mode", "%04o".formatted(stat.mode() & 07777));
    json.put("uid", Integer.toUnsignedLong(stat.uid()));
    json.put("gid", Integer.toUnsignedLong(stat.gid()));
    json.put("links", stat.links());
    json.put("size", stat.size());
    json.put("mtime", time(stat).toString());
    if (stat.type() == FileType.SYMBOLIC_LINK) {
      NodeJson.putText(json, "target", folder.readLink(name));
    }
    return json;
  }

  private static String type(FileType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Instant time(Stat stat) {
    long seconds =
        Math.clamp(stat.mtimeSeconds(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(seconds, stat.mtimeNanos());
  }
}
