package io.labvm.layers.capture;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;
import io.labvm.linux.Stat;

/**
 * What stands at a name of an upper, as it was read.
 *
 * @param stat from before reading, of the very inode that was read
 * @param attributes with the carried attributes only
 * @param content of a regular file, valid until the reader's next entry
 * @param trusted whether an equal token proves, later, that nothing changed
 * @param stable false when it changed while it was read
 */
public record Reading(
    NameState state,
    Stat stat,
    Attributes attributes,
    Body body,
    Content content,
    boolean trusted,
    boolean stable) {
  static final Content NO_CONTENT = (offset, into) -> 0;

  public boolean isLinked() {
    return state == NameState.NODE && stat.links() > 1;
  }

  public Shown shown() {
    return state == NameState.WHITEOUT ? Shown.NOTHING : Shown.of(attributes, body);
  }

  /** As it stands in a delta. A directory is plain there unless it is emitted whole and opaque. */
  public DeltaEntry entry(TreePath path, NameState emitted, long group) {
    return emitted == NameState.WHITEOUT
        ? DeltaEntry.whiteout(path)
        : new DeltaEntry(path, emitted, attributes, group, body);
  }

  /** As an index remembers it once it was shipped. */
  public IndexEntry indexed(TreePath path) {
    return state == NameState.WHITEOUT
        ? IndexEntry.whiteout(path)
        : new IndexEntry(path, state, isLinked(), Token.of(stat, trusted), shown());
  }
}
