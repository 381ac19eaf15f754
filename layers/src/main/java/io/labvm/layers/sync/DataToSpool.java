package io.labvm.layers.sync;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.CopiedData;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.util.Objects;

/** Keeps big contents in the spool, where the entries that name them go too. */
record DataToSpool(Spool spool, DeltaSink entries) implements DeltaSink {
  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    if (content instanceof CopiedData copy && entry.body() instanceof Body.Data data) {
      Digest id = Objects.requireNonNull(data.parts().getFirst().data());
      copy.moveTo(spool.data().resolve(id.toString()));
    }
    entries.entry(entry, content);
  }
}
