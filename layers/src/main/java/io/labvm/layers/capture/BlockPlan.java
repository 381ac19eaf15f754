package io.labvm.layers.capture;

import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Blocks;
import io.labvm.layers.delta.Blocks.Block;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the blocks of a content that one from before has as well, asked for in order. */
final class BlockPlan {
  private final BlockMap before;
  private final Set<Digest> reusable;
  private final Blocks blocks;
  private @Nullable Block block;
  private int index;

  BlockPlan(BlockMap before) {
    this.before = before;
    this.reusable = before.reusable();
    this.blocks = new Blocks(before.parts());
    this.block = blocks.next();
  }

  /**
   * Where the same block lies already, or null.
   *
   * @param digest of its data
   */
  @Nullable List<Part> find(Block wanted, byte[] digest) {
    while (block != null && block.number() < wanted.number()) {
      block = blocks.next();
      index++;
    }
    Block old = block;
    if (old == null || old.number() != wanted.number() || !old.isCutAs(wanted)) {
      return null;
    }
    int at = index * Digest.BYTES;
    boolean same =
        Arrays.equals(before.digests(), at, at + Digest.BYTES, digest, 0, Digest.BYTES)
            && old.parts().stream().allMatch(part -> reusable.contains(part.data()));
    return same ? old.parts() : null;
  }

  /** Bytes of a data file it was asked to refer to. */
  long bytes(Digest file) {
    return before.files().getOrDefault(file, 0L);
  }
}
