package io.labvm.layers.erofs;

import io.labvm.linux.Xattr;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The attributes of all directories until they are written, packed. */
final class DirectoryAttributes {
  private static final int FIXED = 28;

  private final ByteStore store = new ByteStore();
  private int[] addresses = new int[16];
  private List<Xattr> rootXattrs = List.of();

  void set(int directory, Attributes a, Omissions omissions) {
    boolean root = directory == NameTree.ROOT;
    if (root) {
      rootXattrs = a.xattrs();
    }
    byte[] xattrs = root ? new byte[0] : XattrArea.encode(a.xattrs(), omissions);
    ByteBuffer record = ByteBuffer.allocate(FIXED + xattrs.length);
    record.putInt(a.mode()).putInt(a.uid()).putInt(a.gid());
    record.putLong(a.mtimeSeconds()).putInt(a.mtimeNanos()).putInt(xattrs.length).put(xattrs);
    if (directory >= addresses.length) {
      addresses = Arrays.copyOf(addresses, directory * 2);
    }
    addresses[directory] = store.add(record.array(), 0, record.capacity());
  }

  /** Everything but the extended attributes. */
  Attributes get(int directory) {
    ByteBuffer b = record(directory);
    return new Attributes(
        b.getInt(), b.getInt(), b.getInt(), b.getLong(), b.getInt(), 0, 0, List.of());
  }

  /** The extended attributes in image form; the root's are kept apart. */
  byte[] xattrs(int directory) {
    byte[] xattrs = new byte[xattrLength(directory)];
    record(directory).position(record(directory).position() + FIXED).get(xattrs);
    return xattrs;
  }

  int xattrLength(int directory) {
    ByteBuffer b = record(directory);
    return b.getInt(b.position() + FIXED - 4);
  }

  /** What it holds of memory. */
  long bytes() {
    return store.bytes() + 4L * addresses.length;
  }

  List<Xattr> rootXattrs() {
    return rootXattrs;
  }

  private ByteBuffer record(int directory) {
    int address = addresses[directory];
    return ByteBuffer.wrap(store.array(address)).position(ByteStore.offset(address));
  }
}
