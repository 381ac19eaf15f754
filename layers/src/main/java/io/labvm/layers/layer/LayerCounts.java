package io.labvm.layers.layer;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.ImageSummary;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** What a layer is made of, in numbers. */
final class LayerCounts {
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
      referencedBytes += part.isInline() ? 0 : part.length();
    }
  }

  /**
   * @param data files the image refers to
   */
  LayerSummary summary(
      Digest id,
      Digest imageDigest,
      ImageSummary image,
      long manifestBytes,
      Collection<Digest> data) {
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
        data.stream()
            .sorted(Comparator.comparing(Digest::bytes, Arrays::compareUnsigned))
            .toList());
  }
}
