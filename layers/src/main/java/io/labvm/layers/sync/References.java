package io.labvm.layers.sync;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.store.DataPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks for the data files that segments of the spool refer to. */
final class References {
  /** So many are known to be there; memory does not grow with the segments. */
  private static final int REMEMBERED = 4096;

  private final Spool spool;
  private final DataPool pool;
  private final Map<Digest, Long> seen = new HashMap<>();

  References(Spool spool, DataPool pool) {
    this.spool = spool;
    this.pool = pool;
  }

  /** One that is not there, or too short; those in the trash are taken back. */
  Optional<Digest> missing(Path segment) throws IOException {
    try (SegmentReader reader = SegmentReader.open(segment)) {
      for (DeltaEntry entry; (entry = reader.next()) != null; ) {
        if (entry.body() instanceof Body.Data data) {
          for (Part part : data.parts()) {
            Digest id = part.data();
            if (id != null && !isThere(id, part.dataOffset() + part.length())) {
              return Optional.of(id);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isThere(Digest id, long bytes) throws IOException {
    Long known = seen.get(id);
    if (known == null) {
      known =
          Files.exists(spool.data().resolve(id.toString())) ? Long.MAX_VALUE : pool.wholeBytes(id);
      if (seen.size() == REMEMBERED) {
        seen.clear();
      }
      seen.put(id, known);
    }
    return known >= bytes;
  }
}
