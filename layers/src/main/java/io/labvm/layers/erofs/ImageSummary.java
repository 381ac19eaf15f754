package io.labvm.layers.erofs;

/**
 * What was written.
 *
 * @param bytes of the image
 * @param entries names in the tree without the root, each hard link counted
 */
public record ImageSummary(long bytes, long entries, Omissions omissions) {}
