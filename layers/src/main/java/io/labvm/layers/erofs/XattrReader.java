package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.XATTR_ENTRY;
import static io.labvm.layers.erofs.ErofsFormat.XATTR_HEADER;

import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Parses the attributes behind an inode. */
final class XattrReader {
  private final ImageBytes bytes;
  private final long sharedStart;

  XattrReader(ImageBytes bytes, long sharedStart) {
    this.bytes = bytes;
    this.sharedStart = sharedStart;
  }

  List<Xattr> read(long at, int length) throws IOException {
    ByteBuffer area = bytes.read(at, length);
    int shared = area.get(4) & 0xff;
    if (XATTR_HEADER + shared * 4 > length) {
      throw bytes.damaged(at + 4, shared + " shared attributes");
    }
    List<Xattr> list = new ArrayList<>();
    for (int i = 0; i < shared; i++) {
      long id = Integer.toUnsignedLong(area.getInt(XATTR_HEADER + i * 4));
      list.add(shared(sharedStart + id * 4));
    }
    area.position(XATTR_HEADER + shared * 4);
    while (area.remaining() >= XATTR_ENTRY) {
      long here = at + area.position();
      list.add(entry(here, area));
      area.position(Math.min(area.limit(), ErofsFormat.align(area.position(), 4)));
    }
    return Collections.unmodifiableList(list);
  }

  private Xattr shared(long at) throws IOException {
    ByteBuffer header = bytes.read(at, XATTR_ENTRY);
    int length = (header.get(0) & 0xff) + (header.getShort(2) & 0xffff);
    return entry(at, bytes.read(at, XATTR_ENTRY + length));
  }

  /** Reads one entry and leaves the buffer behind it. */
  private Xattr entry(long at, ByteBuffer b) throws IOException {
    int nameLength = b.get() & 0xff;
    int index = b.get() & 0xff;
    int valueLength = b.getShort() & 0xffff;
    String prefix = ErofsFormat.xattrPrefix(index);
    int whole = prefix.length() + nameLength;
    if (prefix.isEmpty() || whole > 255 || nameLength + valueLength > b.remaining()) {
      throw bytes.damaged(at, "attribute of prefix " + index + ", " + nameLength + " bytes");
    }
    byte[] name = Arrays.copyOf(prefix.getBytes(StandardCharsets.US_ASCII), whole);
    byte[] value = new byte[valueLength];
    b.get(name, prefix.length(), nameLength).get(value);
    return new Xattr(name, value);
  }
}
