package io.labvm.layers.view;

import io.labvm.layers.delta.Digest;
import java.nio.file.Path;

/**
 * What says what the contents of an image must come to.
 *
 * @param image it speaks of
 * @param file the manifest itself
 * @param id of the layer, the manifest's digest
 */
public record Manifest(Path image, Path file, Digest id) {}
