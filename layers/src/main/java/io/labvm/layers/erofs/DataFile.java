package io.labvm.layers.erofs;

/**
 * A file beside an image that holds content of it.
 *
 * @param id SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param bytes it has at least: up to where the image uses it
 */
public record DataFile(String id, long bytes) {}
