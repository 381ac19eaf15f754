package io.labvm.layers.layer;

import java.nio.charset.StandardCharsets;

/** How a manifest begins, before and behind compression; docs/storage-format.md describes it. */
final class ManifestFormat {
  /** At the start of the file; one zlib stream follows. */
  static final byte[] MAGIC = "labvmman".getBytes(StandardCharsets.US_ASCII);

  /** At the start of the plain manifest; entries follow. */
  static final byte[] HEAD = "labvm manifest 1\n".getBytes(StandardCharsets.US_ASCII);

  private ManifestFormat() {}
}
