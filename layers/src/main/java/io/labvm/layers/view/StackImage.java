package io.labvm.layers.view;

import io.labvm.layers.erofs.ErofsImage;
import java.util.Optional;

/**
 * One image of a stack.
 *
 * @param id the layer's or the base's; equal ids are equal bytes
 * @param manifest of a layer; a base has none
 */
public record StackImage(String id, ErofsImage image, Optional<Manifest> manifest) {
  /** An image whose contents nothing proves. */
  public StackImage(String id, ErofsImage image) {
    this(id, image, Optional.empty());
  }
}
