package io.labvm.layers.command;

import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewNode;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Entries of a view as a command shows them. */
final class NodeText {
  private NodeText() {}

  static Map<String, Object> json(StackView view, byte[] path, ViewNode node) throws IOException {
    ImageInode inode = node.inode();
    Map<String, Object> json = new LinkedHashMap<>();
    putText(json, "path", path);
    json.put("type", typeName(inode));
    json.put("mode", "%04o".formatted(inode.mode() & 07777));
    json.put("uid", Integer.toUnsignedLong(inode.uid()));
    json.put("gid", Integer.toUnsignedLong(inode.gid()));
    json.put("links", inode.links());
    json.put("size", inode.size());
    json.put("mtime", time(inode));
    if (inode.type() == FileType.SYMBOLIC_LINK) {
      putText(json, "target", view.readLink(node));
    }
    return json;
  }

  /** Text where the bytes are UTF-8, else base 64 under another name. */
  static void putText(Map<String, Object> json, String field, byte[] bytes) {
    if (Names.isUtf8(bytes)) {
      json.put(field, new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.put(field + "Base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  static String typeName(ImageInode inode) {
    return inode.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(ImageInode inode) {
    return Instant.ofEpochSecond(inode.mtimeSeconds(), inode.mtimeNanos()).toString();
  }

  static String line(StackView view, byte[] name, ViewNode node) throws IOException {
    ImageInode inode = node.inode();
    String target =
        inode.type() == FileType.SYMBOLIC_LINK ? " -> " + Names.printable(view.readLink(node)) : "";
    return "%-16s %04o %10d %10d %14d %s %s%s"
        .formatted(
            typeName(inode),
            inode.mode() & 07777,
            Integer.toUnsignedLong(inode.uid()),
            Integer.toUnsignedLong(inode.gid()),
            inode.size(),
            time(inode),
            Names.printable(name),
            target);
  }
}
