package io.labvm.layers.contract;

import java.nio.file.Path;

/**
 * Two names of one directory, as two machines see it.
 *
 * @param here as the first one has it
 * @param there as the second one has it
 */
record Sides(Path here, Path there) {
  /** Makes an empty directory that two machines see. */
  interface Maker {
    Sides make() throws Exception;
  }

  Sides resolve(String name) {
    return new Sides(here.resolve(name), there.resolve(name));
  }
}
