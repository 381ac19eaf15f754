package io.labvm.layers.erofs;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.file.Path;

/** Where data files lie. */
@FunctionalInterface
public interface DataFiles {
  /** The file of an id; whether it is there shows when it is opened. */
  Path file(String id) throws IOException;

  /** For images that need none; one that does is refused when such content is read. */
  static DataFiles none() {
    return id -> {
      throw new LayerException(LayerError.UNSUPPORTED, "no place given for data file " + id);
    };
  }

  /** {@code <directory>/<first two digits>/<id>}. */
  static DataFiles in(Path directory) {
    return id -> directory.resolve(id.substring(0, 2)).resolve(id);
  }
}
