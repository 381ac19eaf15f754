package io.labvm.layers.view;

import io.labvm.layers.erofs.DirectoryCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the names a merged directory shows, in order; it holds a block per image. */
public final class ViewCursor {
  private final List<Place> directories;
  private final @Nullable DirectoryCursor[] cursors;
  private byte[] name = {};
  private @Nullable ViewNode node;

  /**
   * @param after names up to this one are passed over; null for none
   */
  ViewCursor(ViewNode directory, byte @Nullable [] after) throws IOException {
    directories = directory.places();
    cursors = new @Nullable DirectoryCursor[directories.size()];
    for (int i = 0; i < cursors.length; i++) {
      Place place = directories.get(i);
      advance(
          i,
          after == null
              ? place.image().cursor(place.inode())
              : place.image().cursor(place.inode(), after));
    }
  }

  private void advance(int index, DirectoryCursor cursor) throws IOException {
    cursors[index] = cursor.next() ? cursor : null;
  }

  /** Goes to the next visible name; false behind the last. */
  public boolean next() throws IOException {
    for (byte[] least; (least = least()) != null; ) {
      name = least;
      node = take(least);
      if (node != null) {
        return true;
      }
    }
    return false;
  }

  private byte @Nullable [] least() {
    byte[] least = null;
    for (DirectoryCursor cursor : cursors) {
      if (cursor != null) {
        byte[] here = cursor.name();
        least = least == null || Arrays.compareUnsigned(here, least) < 0 ? here : least;
      }
    }
    return least;
  }

  /** Moves all cursors over a name; null when it is hidden. */
  private @Nullable ViewNode take(byte[] wanted) throws IOException {
    List<Place> found = new ArrayList<>();
    for (int i = 0; i < cursors.length; i++) {
      DirectoryCursor cursor = cursors[i];
      if (cursor != null && Arrays.equals(cursor.name(), wanted)) {
        Place directory = directories.get(i);
        found.add(
            new Place(directory.depth(), directory.layer(), directory.image().inode(cursor.nid())));
        advance(i, cursor);
      }
    }
    return Lookup.merge(found);
  }

  public byte[] name() {
    return name.clone();
  }

  public ViewNode node() {
    if (node == null) {
      throw new IllegalStateException("no name taken");
    }
    return node;
  }
}
