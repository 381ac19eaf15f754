package io.labvm.layers.view;

import io.labvm.layers.erofs.ImageInode;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Names of a view as JSON objects. */
public final class NodeJson {
  private NodeJson() {}

  /**
   * Everything a name shows but its content.
   *
   * @param field that holds the name, or with {@code Base64} behind it where it is not UTF-8
   */
  public static Map<String, Object> of(StackView view, String field, byte[] name, ViewNode node)
      throws IOException {
    ImageInode inode = node.inode();
    Map<String, Object> json = new LinkedHashMap<>();
    putText(json, field, name);
    json.put("type", type(node));
    json.put("mode", "%04o".formatted(inode.mode() & 07777));
    json.put("uid", Integer.toUnsignedLong(inode.uid()));
    json.put("gid", Integer.toUnsignedLong(inode.gid()));
    json.put("links", inode.links());
    json.put("size", inode.size());
    json.put("mtime", time(inode).toString());
    if (inode.type() == FileType.SYMBOLIC_LINK) {
      putText(json, "target", view.readLink(node));
    }
    return json;
  }

  /** Text where the bytes are UTF-8, else base 64 under another name. */
  public static void putText(Map<String, Object> json, String field, byte[] bytes) {
    if (Names.isUtf8(bytes)) {
      json.put(field, new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.put(field + "Base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** {@code regular}, {@code directory}, {@code symbolic-link}, ... */
  public static String type(ViewNode node) {
    return node.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The time of the last change, as near as an {@link Instant} gets to what the image states. */
  public static Instant time(ImageInode inode) {
    long seconds =
        Math.clamp(
            inode.mtimeSeconds(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(seconds, inode.mtimeNanos());
  }
}
