package io.labvm.layers.view;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Extents;
import io.labvm.layers.erofs.Piece;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a view, or what lies below one of its paths, as a pax archive: names of any bytes, times
 * in nanoseconds, extended attributes and ACLs, hard links, devices, holes. Only sockets have no
 * form in an archive; they are counted. A content that is not what the manifest of its layer says
 * ends the archive before its last bytes.
 */
public final class TarExport {
  private static final int RECORD = 512;
  private static final int HOLE_BLOCK = 4096;

  /** Bytes of names kept for links; what comes later is written again under each name. */
  private static final long MAX_NAMES = 8L << 20;

  private static final int NAME_OVERHEAD = 128;

  /** Pieces of one sparse file; with more, holes between them are written as zeros. */
  private static final int MOST_PARTS = 1 << 16;

  /** Directories within each other whose listings stay open; those above are read on by name. */
  private static final int OPEN = 64;

  private final StackView view;
  private final OutputStream out;
  private final Proofs proofs;

  /** Bytes of the paths in the view that the archive's names leave out. */
  private final int left;

  private final Map<Identity, byte[]> firstNames = new HashMap<>();
  private long namesKept;
  private long entries;
  private long bytes;
  private long sockets;

  private TarExport(StackView view, OutputStream out, Proofs proofs, int left) {
    this.view = view;
    this.out = out;
    this.proofs = proofs;
    this.left = left;
  }

  /**
   * What an export came to.
   *
   * @param bytes of the archive
   * @param sockets that were left out
   */
  public record Exported(long entries, long bytes, long sockets) {}

  /**
   * Writes an archive.
   *
   * @param path of {@code node} in the view, the prefix of all names; without a leading slash
   */
  public static Exported write(StackView view, byte[] path, ViewNode node, OutputStream out)
      throws IOException {
    return write(view, path, 0, node, out);
  }

  /** The same with names that begin with the last name of the path. */
  public static Exported writeLast(StackView view, byte[] path, ViewNode node, OutputStream out)
      throws IOException {
    return write(view, path, path.length - last(path).length, node, out);
  }

  private static Exported write(
      StackView view, byte[] path, int left, ViewNode node, OutputStream out) throws IOException {
    try (Proofs proofs = new Proofs()) {
      TarExport export = new TarExport(view, out, proofs, left);
      export.walk(path, node);
      export.put(new byte[2 * RECORD]);
      return new Exported(export.entries, export.bytes, export.sockets);
    }
  }

  /** A directory that is being walked. A member decides how many lie within each other. */
  private static final class Open {
    /** How much of the path at hand is this directory's. */
    private final int length;

    private final ViewNode directory;
    private @Nullable ViewCursor cursor;
    private byte @Nullable [] last;

    private Open(int length, ViewNode directory) {
      this.length = length;
      this.directory = directory;
    }

    private ViewCursor names(StackView view) throws IOException {
      ViewCursor names = cursor == null ? view.list(directory, last) : cursor;
      cursor = names;
      return names;
    }
  }

  private void walk(byte[] path, ViewNode top) throws IOException {
    List<Open> stack = new ArrayList<>();
    byte[] at = path;
    visit(path, top, stack);
    while (!stack.isEmpty()) {
      Open open = stack.getLast();
      ViewCursor names = open.names(view);
      if (names.next()) {
        open.last = names.name();
        at = join(Arrays.copyOf(at, open.length), names.name());
        visit(at, names.node(), stack);
      } else {
        stack.removeLast();
      }
    }
  }

  private static void enter(Open directory, List<Open> stack) {
    stack.add(directory);
    if (stack.size() > OPEN) {
      stack.get(stack.size() - 1 - OPEN).cursor = null;
    }
  }

  private static byte[] join(byte[] parent, byte[] name) {
    if (parent.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(parent, parent.length + 1 + name.length);
    joined[parent.length] = '/';
    System.arraycopy(name, 0, joined, parent.length + 1, name.length);
    return joined;
  }

  private void visit(byte[] path, ViewNode node, List<Open> stack) throws IOException {
    if (node.type() == FileType.SOCKET) {
      sockets++;
      return;
    }
    entries++;
    byte[] shown = Arrays.copyOfRange(path, left, path.length);
    byte[] name = shown.length == 0 ? new byte[] {'.'} : shown;
    if (node.isDirectory()) {
      header(name, node, null, 0, '5');
      enter(new Open(path.length, node), stack);
      return;
    }
    byte[] first = node.inode().links() > 1 ? firstName(node.identity(), name) : null;
    if (first != null) {
      header(name, node, first, 0, '1');
      return;
    }
    switch (node.type()) {
      case REGULAR -> file(path, name, node);
      case SYMBOLIC_LINK -> header(name, node, view.readLink(node), 0, '2');
      case CHARACTER_DEVICE -> header(name, node, null, 0, '3');
      case BLOCK_DEVICE -> header(name, node, null, 0, '4');
      case FIFO -> header(name, node, null, 0, '6');
      case DIRECTORY, SOCKET, UNKNOWN -> throw new IllegalStateException("not here");
    }
  }

  /** The name a link's content was written under; null when it is to be written now. */
  private byte @Nullable [] firstName(Identity identity, byte[] name) {
    byte[] first = firstNames.get(identity);
    if (first == null && namesKept < MAX_NAMES) {
      namesKept += name.length + NAME_OVERHEAD;
      firstNames.put(identity, name);
    }
    return first;
  }

  private void file(byte[] path, byte[] name, ViewNode node) throws IOException {
    long size = node.inode().size();
    Optional<ContentProof> proof = proofs.of(TreePath.of(path), node);
    Extents parts = view.mayHaveHoles(node) ? data(node) : whole(size);
    if (parts.isWhole(size)) {
      header(name, node, null, size, '0');
      content(node, 0, size, proof);
      pad(size);
      return;
    }
    if (proof.isPresent()) {
      proof.get().requireAll((at, into) -> view.read(node, at, into));
    }
    byte[] map = map(parts, size);
    long stored = 0;
    for (int i = 0; i < parts.size(); i++) {
      stored += parts.end(i) - parts.start(i);
    }
    PaxRecords pax = pax(node).text("GNU.sparse.major", "1").text("GNU.sparse.minor", "0");
    pax.bytes("GNU.sparse.name", name).text("GNU.sparse.realsize", Long.toString(size));
    byte[] sparseName = join("GNUSparseFile.0".getBytes(StandardCharsets.US_ASCII), last(name));
    header(sparseName, node, null, map.length + stored, '0', pax);
    put(map);
    for (int i = 0; i < parts.size(); i++) {
      content(node, parts.start(i), parts.end(i) - parts.start(i), Optional.empty());
    }
    pad(stored);
  }

  private static byte[] last(byte[] name) {
    int slash = name.length - 1;
    while (slash >= 0 && name[slash] != '/') {
      slash--;
    }
    return Arrays.copyOfRange(name, slash + 1, name.length);
  }

  private static Extents whole(long size) {
    Extents parts = new Extents(1);
    parts.add(0, size);
    return parts;
  }

  /** The stretches with data: blocks that are not all zeros. Reads what is no hole once. */
  private Extents data(ViewNode node) throws IOException {
    Extents parts = new Extents(MOST_PARTS);
    byte[] block = new byte[HOLE_BLOCK];
    for (Piece piece : view.pieces(node)) {
      for (long at = piece.offset(); at < piece.end(); at += HOLE_BLOCK) {
        int length = (int) Math.min(HOLE_BLOCK, piece.end() - at);
        readFully(node, at, ByteBuffer.wrap(block, 0, length));
        if (!isZero(block, length)) {
          parts.add(at, at + length);
        }
      }
    }
    return parts;
  }

  private static boolean isZero(byte[] block, int length) {
    for (int i = 0; i < length; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] map(Extents parts, long size) {
    StringBuilder text = new StringBuilder();
    // A last part of no length carries the size, as GNU tar writes it.
    text.append(parts.size() + 1).append('\n');
    for (int i = 0; i < parts.size(); i++) {
      text.append(parts.start(i)).append('\n');
      text.append(parts.end(i) - parts.start(i)).append('\n');
    }
    text.append(size).append("\n0\n");
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(bytes, (bytes.length + RECORD - 1) / RECORD * RECORD);
  }

  private void content(ViewNode node, long from, long length, Optional<ContentProof> proof)
      throws IOException {
    ViewContent.copy(view, node, from, length, proof, out);
    bytes += length;
  }

  private void readFully(ViewNode node, long from, ByteBuffer into) throws IOException {
    for (long at = from; into.hasRemaining(); ) {
      int n = view.read(node, at, into);
      if (n <= 0) {
        throw new IOException("content ends at " + at);
      }
      at += n;
    }
  }

  private void pad(long size) throws IOException {
    put(new byte[(int) (-size & (RECORD - 1))]);
  }

  private void put(byte[] data) throws IOException {
    out.write(data);
    bytes += data.length;
  }

  private PaxRecords pax(ViewNode node) throws IOException {
    PaxRecords pax = new PaxRecords();
    var inode = node.inode();
    pax.text("mtime", PaxRecords.time(inode.mtimeSeconds(), inode.mtimeNanos()));
    for (Xattr xattr : view.xattrs(node)) {
      pax.bytes("SCHILY.xattr." + xattr.name(), xattr.value());
    }
    return pax;
  }

  private void header(byte[] name, ViewNode node, byte @Nullable [] target, long size, char type)
      throws IOException {
    header(name, node, target, size, type, pax(node));
  }

  private void header(
      byte[] name, ViewNode node, byte @Nullable [] target, long size, char type, PaxRecords pax)
      throws IOException {
    byte[] full = type == '5' ? join(name, new byte[0]) : name;
    UstarHeader header = new UstarHeader(type);
    header.name(full, pax).link(target, pax).size(size, pax);
    var inode = node.inode();
    header.owner(inode.mode(), inode.uid(), inode.gid(), pax).changed(inode.mtimeSeconds());
    header.device(inode.deviceMajor(), inode.deviceMinor());
    byte[] records = pax.encode();
    if (records.length > 0) {
      put(UstarHeader.ofPax(records.length).encode());
      put(records);
      pad(records.length);
    }
    put(header.encode());
  }
}
