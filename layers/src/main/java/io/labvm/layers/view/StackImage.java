package io.labvm.layers.view;

import io.labvm.layers.erofs.ErofsImage;

/**
 * One image of a stack.
 *
 * @param id the layer's or the base's; equal ids are equal bytes
 */
public record StackImage(String id, ErofsImage image) {}
