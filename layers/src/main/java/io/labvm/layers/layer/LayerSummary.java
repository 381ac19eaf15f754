package io.labvm.layers.layer;

import io.labvm.layers.delta.Digest;
import java.util.List;
import java.util.Map;

/**
 * A finished layer.
 *
 * @param id SHA-256 of the plain manifest
 * @param imageDigest SHA-256 of the image file
 * @param manifestBytes of the compressed file
 * @param entries names, whiteouts included and the root not
 * @param contentBytes data of all files, each group of links once
 * @param referencedBytes of these that lie in data files
 * @param omissions what the manifest says and the image cannot hold, by code
 * @param data ids of the data files the image refers to, in order of their bytes
 */
public record LayerSummary(
    Digest id,
    Digest imageDigest,
    long imageBytes,
    long manifestBytes,
    long entries,
    long whiteouts,
    long opaqueDirectories,
    long contentBytes,
    long referencedBytes,
    Map<String, Long> omissions,
    List<Digest> data) {
  public LayerSummary {
    omissions = Map.copyOf(omissions);
    data = List.copyOf(data);
  }

  /** Whether nothing but the root's attributes is in it. */
  public boolean isEmpty() {
    return entries == 0;
  }
}
