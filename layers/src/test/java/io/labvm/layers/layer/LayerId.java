package io.labvm.layers.layer;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.fold.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which layer a fold would come to, without its image. */
public final class LayerId {
  private LayerId() {}

  /**
   * Folds.
   *
   * @param scratch a file that is not there, and is not afterwards
   */
  public static Digest of(List<DeltaSource> topFirst, Below below, Path scratch)
      throws IOException {
    try (ManifestWriter manifest = new ManifestWriter(scratch)) {
      Fold.run(topFirst, below, (entry, content) -> manifest.entry(entry));
      return manifest.finish();
    } finally {
      Files.deleteIfExists(scratch);
    }
  }
}
