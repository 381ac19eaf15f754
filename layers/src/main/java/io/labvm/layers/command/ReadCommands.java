package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.store.Bases;
import io.labvm.layers.store.Store;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code ls} and {@code cat}: what a base holds, without mounting it. */
final class ReadCommands {
  private static final Set<String> OPTIONS = Set.of("--store", "--base");

  private ReadCommands() {}

  private interface Use<T> {
    T of(ErofsImage image, ImageInode inode) throws IOException;
  }

  private static <T> T at(Arguments arguments, Use<T> use) throws IOException {
    String path = arguments.rest(1).getFirst();
    Bases bases = Store.open(Path.of(arguments.required("--store"))).bases();
    String base = arguments.required("--base");
    try (ErofsImage image = bases.open(bases.resolve(base).id())) {
      ImageInode inode = image.resolve(Names.bytes(Path.of(path)));
      if (inode == null) {
        throw new LayerException(LayerError.REFUSED, base + " has no " + path);
      }
      return use.of(image, inode);
    }
  }

  static Answer list(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of("--json"));
    List<Map<String, Object>> entries = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    return at(
        arguments,
        (image, inode) -> {
          forEach(
              image,
              inode,
              arguments.rest(1).getFirst(),
              (name, child) -> {
                entries.add(json(image, name, child));
                text.append(text.isEmpty() ? "" : "\n").append(line(image, name, child));
              });
          return Answer.done(Map.of("entries", entries), text.toString());
        });
  }

  private interface Entry {
    void accept(byte[] name, ImageInode inode) throws IOException;
  }

  private static void forEach(ErofsImage image, ImageInode inode, String path, Entry user)
      throws IOException {
    if (inode.type() == FileType.DIRECTORY) {
      image.list(inode, (name, type, nid) -> user.accept(name, image.inode(nid)));
    } else {
      user.accept(Names.bytes(Path.of(path).getFileName()), inode);
    }
  }

  private static Map<String, Object> json(ErofsImage image, byte[] name, ImageInode inode)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    putText(json, "path", name);
    json.put("type", typeName(inode));
    json.put("mode", "%04o".formatted(inode.mode() & 07777));
    json.put("uid", Integer.toUnsignedLong(inode.uid()));
    json.put("gid", Integer.toUnsignedLong(inode.gid()));
    json.put("links", inode.links());
    json.put("size", inode.size());
    json.put("mtime", time(inode));
    if (inode.type() == FileType.SYMBOLIC_LINK) {
      putText(json, "target", image.readLink(inode));
    }
    return json;
  }

  private static void putText(Map<String, Object> json, String field, byte[] bytes) {
    if (Names.isUtf8(bytes)) {
      json.put(field, new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.put(field + "Base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static String typeName(ImageInode inode) {
    return inode.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(ImageInode inode) {
    return Instant.ofEpochSecond(inode.mtimeSeconds(), inode.mtimeNanos()).toString();
  }

  private static String line(ErofsImage image, byte[] name, ImageInode inode) throws IOException {
    String target =
        inode.type() == FileType.SYMBOLIC_LINK
            ? " -> " + Names.printable(image.readLink(inode))
            : "";
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

  static Answer print(List<String> words, PrintStream out) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of());
    return at(
        arguments,
        (image, inode) -> {
          if (inode.type() != FileType.REGULAR) {
            throw new LayerException(LayerError.REFUSED, "not a file: " + typeName(inode));
          }
          copy(image, inode, out);
          return Answer.done(Map.of(), "");
        });
  }

  private static void copy(ErofsImage image, ImageInode file, PrintStream out) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (long at = 0; at < file.size(); ) {
      int n = image.read(file, at, ByteBuffer.wrap(bytes));
      out.write(bytes, 0, n);
      if (out.checkError()) {
        throw new IOException("output closed");
      }
      at += n;
    }
  }
}
