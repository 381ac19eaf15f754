package io.labvm.layers.source;

import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.Extents;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of an entry as it streams by: only its data parts are in the archive, one after
 * another, and the writer asks in ascending offsets.
 */
final class TarContent implements Content {
  private final TarInput in;
  private final Extents data;
  private final long size;
  private int part;
  private long taken;

  TarContent(TarInput in, Extents data, long size) {
    this.in = in;
    this.data = data;
    this.size = size;
  }

  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    int room = (int) Math.min(into.remaining(), size - offset);
    while (part < data.size() && offset >= data.end(part)) {
      part++;
    }
    if (part == data.size()) {
      return zeros(into, room);
    }
    if (offset < data.start(part)) {
      return zeros(into, (int) Math.min(room, data.start(part) - offset));
    }
    int n = in.read(into.slice(into.position(), (int) Math.min(room, data.end(part) - offset)));
    if (n <= 0) {
      throw in.refused("the archive ends within a file");
    }
    taken += n;
    into.position(into.position() + n);
    return n;
  }

  /** Bytes of the archive that were used. */
  long taken() {
    return taken;
  }

  private static int zeros(ByteBuffer into, int count) {
    for (int i = 0; i < count; i++) {
      into.put((byte) 0);
    }
    return count;
  }
}
