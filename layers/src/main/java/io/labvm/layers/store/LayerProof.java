package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Part;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageWalk;
import io.labvm.layers.layer.LayerReader;
import io.labvm.layers.layer.LayerSummary;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a layer back: image and manifest against each other, contents against their digests. */
final class LayerProof {
  private LayerProof() {}

  /** Reads everything; damage is an exception that names the file. */
  static void read(Path directory, LayerSummary layer) throws IOException {
    check(directory, layer, true);
  }

  /** Reads names and attributes only. */
  static void structure(Path directory, LayerSummary layer) throws IOException {
    check(directory, layer, false);
  }

  private static void check(Path directory, LayerSummary layer, boolean contents)
      throws IOException {
    Path file = directory.resolve(LayerPool.IMAGE);
    try (ErofsImage image = ErofsImage.open(file)) {
      long entries = ImageWalk.count(image);
      if (image.size() != layer.imageBytes() || entries != layer.entries()) {
        throw LayerException.damaged(
            file, 0, image.size() + " bytes and " + entries + " entries, not as recorded");
      }
    }
    try (LayerReader reader = LayerReader.open(directory, layer.id())) {
      for (DeltaEntry entry; (entry = reader.next()) != null; ) {
        if (contents && entry.body() instanceof Body.Data data) {
          check(directory, entry, data, reader);
        }
      }
    }
  }

  private static void check(Path directory, DeltaEntry entry, Body.Data data, LayerReader reader)
      throws IOException {
    boolean here = data.parts().stream().allMatch(Part::isInline);
    if (here
        && !ContentDigest.of(data.size(), data.parts(), reader.content()).equals(data.digest())) {
      throw LayerException.damaged(
          directory.resolve(LayerPool.IMAGE), 0, "content of " + entry.path());
    }
  }
}
