package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.DIRENT;

import io.labvm.layers.LayerException;
import io.labvm.linux.FileType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One block of a directory, checked as a whole before anything of it is used. */
final class DirectoryListing {
  private static final FileType[] TYPES = {
    FileType.UNKNOWN,
    FileType.REGULAR,
    FileType.DIRECTORY,
    FileType.CHARACTER_DEVICE,
    FileType.BLOCK_DEVICE,
    FileType.FIFO,
    FileType.SOCKET,
    FileType.SYMBOLIC_LINK
  };

  static final DirectoryListing EMPTY = new DirectoryListing(ByteBuffer.allocate(0), new int[] {0});

  private final ByteBuffer block;
  private final int[] starts;

  private DirectoryListing(ByteBuffer block, int[] starts) {
    this.block = block;
    this.starts = starts;
  }

  /** Makes the exception for a finding. */
  interface Damage {
    LayerException of(String what);
  }

  static DirectoryListing parse(ByteBuffer block, Damage damage) throws LayerException {
    int first = block.limit() < DIRENT ? 0 : start(block, 0);
    if (first < DIRENT || first % DIRENT != 0 || first > block.limit()) {
      throw damage.of("directory block with names from " + first);
    }
    int count = first / DIRENT;
    int[] starts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      starts[i] = start(block, i);
    }
    starts[count] = end(block, starts[count - 1]);
    DirectoryListing listing = new DirectoryListing(block, starts);
    listing.check(damage);
    return listing;
  }

  private static int start(ByteBuffer block, int index) {
    return block.getShort(index * DIRENT + 8) & 0xffff;
  }

  /** The last name ends at the first NUL or with the block. */
  private static int end(ByteBuffer block, int from) {
    int end = from;
    while (end < block.limit() && block.get(end) != 0) {
      end++;
    }
    return end;
  }

  private void check(Damage damage) throws LayerException {
    for (int i = 0; i < count(); i++) {
      int length = starts[i + 1] - starts[i];
      if (length < 1 || length > ErofsFormat.MAX_NAME || starts[i + 1] > block.limit()) {
        throw damage.of("name of " + length + " bytes");
      }
      int type = block.get(i * DIRENT + 10);
      if (type < 1 || type >= TYPES.length) {
        throw damage.of("entry type " + type);
      }
      byte[] name = name(i);
      for (byte b : name) {
        if (b == 0 || b == '/') {
          throw damage.of("name with a byte it cannot have");
        }
      }
      if (i > 0 && Arrays.compareUnsigned(name(i - 1), name) >= 0) {
        throw damage.of("names out of order");
      }
    }
  }

  int count() {
    return starts.length - 1;
  }

  byte[] name(int index) {
    byte[] name = new byte[starts[index + 1] - starts[index]];
    block.get(starts[index], name);
    return name;
  }

  FileType type(int index) {
    return TYPES[block.get(index * DIRENT + 10)];
  }

  long nid(int index) {
    return block.getLong(index * DIRENT);
  }

  int indexOf(byte[] name) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(name, name(middle));
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -1;
  }
}
