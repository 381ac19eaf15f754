package io.labvm.layers.codec;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes entries in ascending order, each path against the one before it. */
public final class EntryEncoder {
  private TreePath previous = TreePath.ROOT;

  /** The next path stands alone, as the first one does. */
  public void restart() {
    previous = TreePath.ROOT;
  }

  /** Appends one entry; one that no record can hold is refused as unsupported. */
  public void encode(DeltaEntry entry, RecordOutput out) throws LayerException {
    TreePath path = entry.path();
    require(path.fits(), entry, "a path of that length");
    int shared = path.commonLength(previous);
    out.putVarint(shared);
    out.putVarint(path.length() - shared);
    out.putBytes(path.bytes(), shared, path.length() - shared);
    previous = path;
    out.putByte(number(entry.state()));
    if (entry.state() == NameState.WHITEOUT) {
      return;
    }
    putAttributes(entry, out);
    if (entry.state() == NameState.NODE) {
      out.putVarint(entry.group());
      putBody(entry, out);
    }
  }

  private static int number(NameState state) {
    return switch (state) {
      case WHITEOUT -> EntryFormat.WHITEOUT;
      case NODE -> EntryFormat.NODE;
      case DIRECTORY -> EntryFormat.DIRECTORY;
      case OPAQUE_DIRECTORY -> EntryFormat.OPAQUE_DIRECTORY;
    };
  }

  private static void putAttributes(DeltaEntry entry, RecordOutput out) throws LayerException {
    Attributes a = entry.attributes();
    out.putVarint(a.mode());
    out.putVarint(Integer.toUnsignedLong(a.uid()));
    out.putVarint(Integer.toUnsignedLong(a.gid()));
    out.putSigned(a.mtimeSeconds());
    out.putVarint(a.mtimeNanos());
    if (a.type() == FileType.CHARACTER_DEVICE || a.type() == FileType.BLOCK_DEVICE) {
      out.putVarint(a.deviceMajor());
      out.putVarint(a.deviceMinor());
    }
    putXattrs(entry, a.xattrs(), out);
  }

  private static void putXattrs(DeltaEntry entry, List<Xattr> xattrs, RecordOutput out)
      throws LayerException {
    out.putVarint(xattrs.size());
    if (xattrs.isEmpty()) {
      return;
    }
    int before = out.size();
    require(xattrs.size() <= EntryFormat.MAX_XATTRS, entry, "that many attributes");
    for (Xattr xattr : sorted(xattrs)) {
      byte[] name = xattr.nameBytes();
      byte[] value = xattr.value();
      require(value.length <= EntryFormat.MAX_XATTR_VALUE, entry, "an attribute of that size");
      out.putVarint(name.length);
      out.putBytes(name);
      out.putVarint(value.length);
      out.putBytes(value);
      int size = out.size() - before;
      require(size <= EntryFormat.MAX_XATTR_BYTES, entry, "attributes of that size");
    }
  }

  private static List<Xattr> sorted(List<Xattr> xattrs) {
    return xattrs.size() == 1
        ? xattrs
        : xattrs.stream()
            .sorted(Comparator.comparing(Xattr::nameBytes, Arrays::compareUnsigned))
            .toList();
  }

  private static void putBody(DeltaEntry entry, RecordOutput out) throws LayerException {
    switch (entry.body()) {
      case Body.None ignored -> {}
      case Body.Target target -> {
        byte[] bytes = target.bytes();
        out.putVarint(bytes.length);
        out.putBytes(bytes);
      }
      case Body.Data data -> {
        out.putVarint(data.size());
        out.putBytes(data.digest().bytes());
        putParts(entry, data, out);
      }
    }
  }

  private static void putParts(DeltaEntry entry, Body.Data data, RecordOutput out)
      throws LayerException {
    List<Part> parts = data.parts();
    if (isWhole(data)) {
      out.putByte(EntryFormat.WHOLE);
      return;
    }
    require(parts.size() <= EntryFormat.MAX_PARTS, entry, "that many parts");
    out.putByte(EntryFormat.PARTS);
    out.putVarint(parts.size());
    long end = 0;
    for (Part part : parts) {
      out.putVarint(part.offset() - end);
      out.putVarint(part.length());
      putSource(part, out);
      end = part.end();
    }
  }

  private static void putSource(Part part, RecordOutput out) {
    Digest data = part.data();
    out.putByte(data == null ? 0 : 1);
    if (data != null) {
      out.putBytes(data.bytes());
      out.putVarint(part.dataOffset());
    }
  }

  /** Whether all bytes stand beside the entry in one piece; then no parts are written. */
  static boolean isWhole(Body.Data data) {
    List<Part> parts = data.parts();
    return data.size() == 0
        ? parts.isEmpty()
        : parts.size() == 1 && parts.get(0).equals(Part.inline(0, data.size()));
  }

  private static void require(boolean fits, DeltaEntry entry, String what) throws LayerException {
    if (!fits) {
      String text = entry.path().toString();
      String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
      throw new LayerException(LayerError.UNSUPPORTED, shown + " has " + what);
    }
  }
}
