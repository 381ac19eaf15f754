package io.labvm.layers.delta;

import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes deltas down as a test wants to read them: paths in any order, parents as they come. */
public final class DeltaBuilder {
  private final Map<TreePath, MemoryDelta.Item> items = new TreeMap<>();

  public DeltaBuilder() {
    directory("", 0755);
  }

  public DeltaBuilder whiteout(String path) {
    return put(DeltaEntry.whiteout(parents(path)), new byte[0]);
  }

  public DeltaBuilder directory(String path, int mode) {
    return directory(path, NameState.DIRECTORY, attributes(FileType.DIRECTORY, mode));
  }

  public DeltaBuilder opaque(String path, int mode) {
    return directory(path, NameState.OPAQUE_DIRECTORY, attributes(FileType.DIRECTORY, mode));
  }

  public DeltaBuilder directory(String path, NameState state, Attributes attributes) {
    return put(new DeltaEntry(parents(path), state, attributes, 0, Body.NONE), new byte[0]);
  }

  public DeltaBuilder file(String path, String content) {
    return file(path, 0, content);
  }

  /** One name of a group of links. */
  public DeltaBuilder file(String path, long group, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return file(path, attributes(FileType.REGULAR, 0644), group, bytes, whole(bytes.length));
  }

  /** A file of which only some parts hold data; elsewhere the bytes are zeros. */
  public DeltaBuilder file(
      String path, Attributes attributes, long group, byte[] content, List<Part> parts) {
    Body.Data data = new Body.Data(content.length, digest(content, parts), parts);
    return put(new DeltaEntry(parents(path), NameState.NODE, attributes, group, data), content);
  }

  public DeltaBuilder link(String path, String target) {
    return node(
        path,
        attributes(FileType.SYMBOLIC_LINK, 0777),
        0,
        new Body.Target(target.getBytes(StandardCharsets.UTF_8)));
  }

  public DeltaBuilder node(String path, Attributes attributes, long group, Body body) {
    return put(new DeltaEntry(parents(path), NameState.NODE, attributes, group, body), new byte[0]);
  }

  public MemoryDelta build() {
    return MemoryDelta.of(new ArrayList<>(items.values()));
  }

  public static List<Part> whole(int size) {
    return size == 0 ? List.of() : List.of(Part.inline(0, size));
  }

  public static Attributes attributes(FileType type, int mode, Xattr... xattrs) {
    return new Attributes(
        type.modeBits() | mode, 1000, 1000, 1_700_000_000L, 5, 0, 0, List.of(xattrs));
  }

  /** A path in ISO 8859-1, so that every byte can be written. */
  public static TreePath path(String path) {
    return TreePath.of(path.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Digest digest(byte[] content, List<Part> parts) {
    try {
      return ContentDigest.of(
          content.length,
          parts,
          (offset, into) -> {
            int n = (int) Math.min(into.remaining(), content.length - offset);
            into.put(content, (int) offset, n);
            return n;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TreePath parents(String text) {
    TreePath path = path(text);
    for (TreePath p = path.parent(); !path.isRoot() && !items.containsKey(p); p = p.parent()) {
      put(
          new DeltaEntry(
              p, NameState.DIRECTORY, attributes(FileType.DIRECTORY, 0755), 0, Body.NONE),
          new byte[0]);
    }
    return path;
  }

  private DeltaBuilder put(DeltaEntry entry, byte[] content) {
    items.put(entry.path(), new MemoryDelta.Item(entry, content));
    return this;
  }
}
