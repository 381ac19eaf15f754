package io.labvm.layers.codec;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link EntryEncoder} wrote. Only the one form of an entry is accepted, in ascending
 * order; anything else is damage. Memory per entry is bounded by {@link EntryFormat}.
 */
public final class EntryDecoder {
  private static final int MAX_TARGET = 4095;
  private static final int MAX_XATTR_NAME = 255;
  private static final byte[] NOTHING = {};

  private final RecordInput in;
  private byte[] previousBytes = NOTHING;
  private TreePath previous = TreePath.ROOT;
  private boolean first = true;

  public EntryDecoder(RecordInput in) {
    this.in = in;
  }

  /** The next path stands alone, as the first one does. */
  public void restart() {
    previousBytes = NOTHING;
    previous = TreePath.ROOT;
    first = true;
  }

  /** The next entry; ask {@link RecordInput#atEnd} before. */
  public DeltaEntry decode() throws IOException {
    try {
      TreePath path = path();
      int state = in.readByte();
      return switch (state) {
        case EntryFormat.WHITEOUT -> DeltaEntry.whiteout(path);
        case EntryFormat.NODE -> node(path, attributes());
        case EntryFormat.DIRECTORY -> directory(path, NameState.DIRECTORY);
        case EntryFormat.OPAQUE_DIRECTORY -> directory(path, NameState.OPAQUE_DIRECTORY);
        default -> throw in.damaged("state " + state);
      };
    } catch (IllegalArgumentException e) {
      throw in.damaged(String.valueOf(e.getMessage()));
    }
  }

  private TreePath path() throws IOException {
    int shared = in.readInt(previousBytes.length, "shared path bytes");
    int rest = in.readInt(TreePath.MAX_LENGTH - shared, "path bytes");
    byte[] bytes = Arrays.copyOf(previousBytes, shared + rest);
    in.readFully(bytes, shared, rest);
    TreePath path = TreePath.of(bytes);
    if (!path.fits()) {
      throw in.damaged("a path that is too deep");
    }
    if (path.commonLength(previous) != shared || (!first && path.compareTo(previous) <= 0)) {
      throw in.damaged("paths out of order");
    }
    first = false;
    previousBytes = bytes;
    previous = path;
    return path;
  }

  private Attributes attributes() throws IOException {
    int mode = in.readInt(0xffff, "mode");
    int uid = (int) in.readVarint(0xffff_ffffL, "uid");
    int gid = (int) in.readVarint(0xffff_ffffL, "gid");
    long seconds = in.readSigned("mtime");
    int nanos = in.readInt(999_999_999, "nanoseconds");
    FileType type = FileType.ofMode(mode);
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    int major = device ? in.readInt(0xfff, "major number") : 0;
    int minor = device ? in.readInt(0xfffff, "minor number") : 0;
    return new Attributes(mode, uid, gid, seconds, nanos, major, minor, xattrs());
  }

  private List<Xattr> xattrs() throws IOException {
    int count = in.readInt(EntryFormat.MAX_XATTRS, "attributes");
    if (count == 0) {
      return List.of();
    }
    List<Xattr> xattrs = new ArrayList<>();
    byte[] before = NOTHING;
    int left = EntryFormat.MAX_XATTR_BYTES;
    for (int i = 0; i < count; i++) {
      byte[] name = in.readBytes(in.readInt(MAX_XATTR_NAME, "bytes of an attribute's name"));
      if (Arrays.compareUnsigned(before, name) >= 0) {
        throw in.damaged("attributes out of order");
      }
      int length = in.readInt(EntryFormat.MAX_XATTR_VALUE, "bytes of an attribute");
      left -= name.length + length;
      if (left < 0) {
        throw in.damaged("attributes of more than " + EntryFormat.MAX_XATTR_BYTES + " bytes");
      }
      xattrs.add(new Xattr(name, in.readBytes(length)));
      before = name;
    }
    return xattrs;
  }

  private DeltaEntry directory(TreePath path, NameState state) throws IOException {
    return new DeltaEntry(path, state, attributes(), 0, Body.NONE);
  }

  private DeltaEntry node(TreePath path, Attributes attributes) throws IOException {
    if (attributes.type() == FileType.CHARACTER_DEVICE
        && attributes.deviceMajor() == 0
        && attributes.deviceMinor() == 0) {
      throw in.damaged("a whiteout that is none");
    }
    long group = in.readVarint(Long.MAX_VALUE, "link group");
    Body body =
        switch (attributes.type()) {
          case REGULAR -> data();
          case SYMBOLIC_LINK ->
              new Body.Target(in.readBytes(in.readInt(MAX_TARGET, "bytes of a target")));
          case FIFO, CHARACTER_DEVICE, BLOCK_DEVICE, SOCKET, DIRECTORY, UNKNOWN -> Body.NONE;
        };
    return new DeltaEntry(path, NameState.NODE, attributes, group, body);
  }

  private Body data() throws IOException {
    long size = in.readVarint(Long.MAX_VALUE, "size");
    Digest digest = Digest.of(in.readBytes(Digest.BYTES));
    int form = in.readByte();
    if (form == EntryFormat.WHOLE) {
      return new Body.Data(size, digest, size == 0 ? List.of() : List.of(Part.inline(0, size)));
    }
    if (form != EntryFormat.PARTS) {
      throw in.damaged("content of form " + form);
    }
    Body.Data data = new Body.Data(size, digest, parts(size));
    if (EntryEncoder.isWhole(data)) {
      throw in.damaged("parts of a file that has none");
    }
    return data;
  }

  private List<Part> parts(long size) throws IOException {
    int count = in.readInt(EntryFormat.MAX_PARTS, "parts");
    List<Part> parts = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < count; i++) {
      long offset = end + in.readVarint(size - end, "hole");
      long length = in.readVarint(size - offset, "part");
      int referenced = in.readByte();
      if (referenced > 1) {
        throw in.damaged("part of form " + referenced);
      }
      Digest data = referenced == 0 ? null : Digest.of(in.readBytes(Digest.BYTES));
      long dataOffset = referenced == 0 ? 0 : in.readVarint(Long.MAX_VALUE, "offset in data");
      parts.add(new Part(offset, length, data, dataOffset));
      end = offset + length;
    }
    return parts;
  }
}
