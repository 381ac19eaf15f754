package io.labvm.layers.store;

/**
 * Of how much of a store the contents are read: part {@code n} of {@code t} equal ones, none of it,
 * or all. What belongs to a part never changes, so that parts 1 to t are the whole.
 *
 * @param part from 1 to parts; 0 for nothing
 */
public record DataShare(int part, int parts) {
  public static final DataShare NONE = new DataShare(0, 1);
  public static final DataShare ALL = new DataShare(1, 1);

  public DataShare {
    if (parts < 1 || part < 0 || part > parts) {
      throw new IllegalArgumentException("part " + part + " of " + parts);
    }
  }

  boolean takes(String id) {
    return part > 0 && Math.floorMod(id.hashCode(), parts) == part - 1;
  }

  boolean isAll() {
    return part == 1 && parts == 1;
  }
}
