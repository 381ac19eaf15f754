package io.labvm.layers.layer;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.ImageSummary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a layer is made of, in numbers. */
final class LayerCounts {
  private final Set<Digest> data =
      new TreeSet<>(Comparator.comparing(Digest::bytes, Arrays::compareUnsigned));
  private long entries;
  private long whiteouts;
  private long opaqueDirectories;
  private long contentBytes;
  private long referencedBytes;

  /** Counts a name; not for the root. */
  void add(DeltaEntry entry) {
    entries++;
    switch (entry.state()) {
      case WHITEOUT -> whiteouts++;
      case OPAQUE_DIRECTORY -> opaqueDirectories++;
      case NODE, DIRECTORY -> {}
    }
  }

  /** Counts the content of an inode. */
  void addData(Body.Data body) {
    for (Part part : body.parts()) {
      contentBytes += part.length();
      Digest id = part.data();
      if (id != null) {
        referencedBytes += part.length();
        data.add(id);
      }
    }
  }

  LayerSummary summary(Digest id, Digest imageDigest, ImageSummary image, long manifestBytes) {
    return new LayerSummary(
        id,
        imageDigest,
        image.bytes(),
        manifestBytes,
        entries,
        whiteouts,
        opaqueDirectories,
        contentBytes,
        referencedBytes,
        image.omissions().asMap(),
        List.copyOf(data));
  }
}
