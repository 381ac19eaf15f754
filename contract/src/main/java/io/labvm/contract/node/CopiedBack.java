package io.labvm.contract.node;

/**
 * What was copied back.
 *
 * @param path where it lies now
 * @param files names
 * @param bytes of content
 */
public record CopiedBack(String path, long files, long bytes) {}
