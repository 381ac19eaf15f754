package io.labvm.layers.delta;

import io.labvm.linux.Names;
import java.util.Arrays;
import java.util.List;

/** What an entry has beside name and attributes. */
public sealed interface Body {
  Body NONE = new None();

  /** Directories, devices, FIFOs, sockets, whiteouts. */
  record None() implements Body {}

  /** The target of a symbolic link, 1 to 4,095 bytes. */
  final class Target implements Body {
    private final byte[] bytes;

    public Target(byte[] bytes) {
      if (bytes.length == 0 || bytes.length > 4095) {
        throw new IllegalArgumentException("target of " + bytes.length + " bytes");
      }
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Target that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return Names.printable(bytes);
    }
  }

  /**
   * The content of a regular file.
   *
   * @param size in bytes, holes included
   * @param digest of the whole content, see {@link ContentDigest}
   * @param parts that hold data, ascending and apart; none lies behind the size
   */
  record Data(long size, Digest digest, List<Part> parts) implements Body {
    public Data {
      parts = List.copyOf(parts);
      long end = 0;
      for (Part part : parts) {
        if (part.offset() < end || part.end() > size) {
          throw new IllegalArgumentException("part " + part + " of a file of " + size + " bytes");
        }
        end = part.end();
      }
    }
  }
}
