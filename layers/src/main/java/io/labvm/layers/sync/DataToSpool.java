package io.labvm.layers.sync;

import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.CopiedData;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.erofs.Content;
import java.io.IOException;
import java.util.Objects;

/** Keeps what is news of big contents in the spool, where the entries that name it go too. */
final class DataToSpool implements DeltaSink {
  private final Spool spool;
  private final BlockMaps maps;
  private final DeltaSink entries;
  private boolean elsewhere;

  DataToSpool(Spool spool, BlockMaps maps, DeltaSink entries) {
    this.spool = spool;
    this.maps = maps;
    this.entries = entries;
  }

  @Override
  public void entry(DeltaEntry entry, Content content) throws IOException {
    if (content instanceof CopiedData copy && entry.body() instanceof Body.Data data) {
      keep(copy, data);
    }
    entries.entry(entry, content);
  }

  private void keep(CopiedData copy, Body.Data data) throws IOException {
    Digest id = copy.id();
    if (id != null) {
      copy.moveTo(spool.data().resolve(id.toString()));
    }
    BlockMap blocks = copy.blocks();
    if (blocks != null) {
      maps.add(data.digest(), blocks);
    }
    elsewhere |= data.parts().stream().anyMatch(part -> !Objects.equals(part.data(), id));
  }

  /** Whether entries refer to data files of before, too. */
  boolean refersElsewhere() {
    return elsewhere;
  }
}
