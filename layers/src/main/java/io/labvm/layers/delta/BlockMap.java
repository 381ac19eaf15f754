package io.labvm.layers.delta;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each block of a big content lies in data files, and its digest, so that content which has
 * some of the same blocks can refer to them. Worth something only while those files are there.
 *
 * @param size of the content in bytes, holes included
 * @param parts all of them in data files
 * @param files bytes of each data file the parts lie in
 * @param digests SHA-256 of the data of each block that holds some, in order of {@link Blocks}, one
 *     behind another; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // half a gigabyte of content has 16 KiB of them
public record BlockMap(long size, List<Part> parts, Map<Digest, Long> files, byte[] digests) {
  /** Blocks with data in one content: 512 GiB. */
  public static final int MAX_BLOCKS = 1 << 19;

  /** Data files one content is spread over at most. */
  public static final int MAX_FILES = 32;

  /** Of more than these, the ones with the least of it are written anew. */
  private static final int KEPT_FILES = 8;

  public BlockMap {
    parts = List.copyOf(parts);
    files = Map.copyOf(files);
    if (digests.length != Blocks.count(parts) * Digest.BYTES) {
      throw new IllegalArgumentException(digests.length + " bytes of digests");
    }
    for (Part part : parts) {
      Digest data = part.data();
      if (data == null || part.dataOffset() + part.length() > files.getOrDefault(data, 0L)) {
        throw new IllegalArgumentException(part + " of no data file");
      }
    }
  }

  /**
   * The data files that content which follows this one may go on to refer to: less than half of the
   * others is still in use here, or there are too many of them.
   */
  public Set<Digest> reusable() {
    Map<Digest, Long> used = new HashMap<>();
    for (Part part : parts) {
      if (part.data() != null) {
        used.merge(part.data(), part.length(), Long::sum);
      }
    }
    Set<Digest> reusable = new HashSet<>(used.keySet());
    reusable.removeIf(id -> used.getOrDefault(id, 0L) < files.getOrDefault(id, 0L) / 2);
    if (reusable.size() >= MAX_FILES) {
      List<Digest> most =
          reusable.stream()
              .sorted(Comparator.comparing((Digest id) -> used.getOrDefault(id, 0L)).reversed())
              .limit(KEPT_FILES)
              .toList();
      return Set.copyOf(most);
    }
    return reusable;
  }
}
