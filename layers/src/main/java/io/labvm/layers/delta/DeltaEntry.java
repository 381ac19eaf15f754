package io.labvm.layers.delta;

import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import java.util.List;

/**
 * One name of a delta. Every delta names its root first, and every entry's parents before it.
 *
 * @param attributes with the carried xattrs only; {@link #NO_ATTRIBUTES} for a whiteout
 * @param group of hard links this name belongs to, within its delta; 0 for none. The names of a
 *     group have equal attributes and bodies
 */
public record DeltaEntry(
    TreePath path, NameState state, Attributes attributes, long group, Body body) {
  /** Of a whiteout nothing but the name counts. */
  public static final Attributes NO_ATTRIBUTES =
      new Attributes(FileType.CHARACTER_DEVICE.modeBits(), 0, 0, 0, 0, 0, 0, List.of());

  public DeltaEntry {
    if (state.isDirectory() != (attributes.type() == FileType.DIRECTORY)) {
      throw new IllegalArgumentException(path + " is " + state + " with another type");
    }
    if (path.isRoot() && state != NameState.DIRECTORY) {
      throw new IllegalArgumentException("the root is " + state);
    }
    if (state == NameState.WHITEOUT && !attributes.equals(NO_ATTRIBUTES)) {
      throw new IllegalArgumentException("a whiteout with attributes: " + path);
    }
    boolean fits =
        state != NameState.NODE
            ? body instanceof Body.None && group == 0
            : switch (attributes.type()) {
              case REGULAR -> body instanceof Body.Data;
              case SYMBOLIC_LINK -> body instanceof Body.Target;
              default -> body instanceof Body.None;
            };
    if (!fits || group < 0) {
      throw new IllegalArgumentException(path + " with the body of something else");
    }
  }

  public static DeltaEntry whiteout(TreePath path) {
    return new DeltaEntry(path, NameState.WHITEOUT, NO_ATTRIBUTES, 0, Body.NONE);
  }
}
