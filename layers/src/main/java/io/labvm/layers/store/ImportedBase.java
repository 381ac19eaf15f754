package io.labvm.layers.store;

import io.labvm.layers.erofs.Omissions;

/**
 * What an import came to.
 *
 * @param existing whether the store had the same content under this name before
 * @param omissions what the image could not keep
 */
public record ImportedBase(Base base, boolean existing, Omissions omissions) {}
