package io.labvm.layers.scenario;

import java.nio.file.Path;

/**
 * An image, mounted.
 *
 * @param name of a base, or id of a layer
 * @param at where it is mounted read-only
 */
public record Layer(String name, Path image, Path at) {}
