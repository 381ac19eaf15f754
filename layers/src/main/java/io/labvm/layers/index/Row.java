package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import org.jspecify.annotations.Nullable;

/**
 * What one run says about one name.
 *
 * @param entry null when the name is absent
 * @param replaces whether older runs count no longer for what lies below; always so below anything
 *     but a directory
 */
record Row(TreePath path, @Nullable IndexEntry entry, boolean replaces) {
  Row {
    replaces |= entry == null || !entry.state().isDirectory();
  }

  Row withReplaces(boolean value) {
    return value == replaces ? this : new Row(path, entry, value);
  }
}
