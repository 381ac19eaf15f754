package io.labvm.layers.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Overlayfs's lookup: down the images until something hides what lies below. */
final class Lookup {
  private Lookup() {}

  /**
   * @param places that have the name, top first
   * @return null when a whiteout or nothing is there
   */
  static @Nullable ViewNode merge(List<Place> places) throws IOException {
    List<Place> merged = new ArrayList<>();
    for (Place place : places) {
      if (place.isDirectory()) {
        merged.add(place);
        if (place.isOpaque()) {
          break;
        }
      } else {
        if (merged.isEmpty() && !place.isWhiteout()) {
          merged.add(place);
        }
        break;
      }
    }
    return merged.isEmpty() ? null : new ViewNode(merged);
  }
}
