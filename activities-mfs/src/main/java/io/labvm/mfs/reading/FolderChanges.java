package io.labvm.mfs.reading;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.PairCursor;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewDiff;
import io.labvm.layers.view.ViewNode;
import io.labvm.nodechannel.reading.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs in one folder of two versions: a row for each name, in order; that of a folder
 * counts what differs below it. Counting ends at a number of names and after some time; such a row
 * says that there is more.
 */
final class FolderChanges {
  private static final int NAMES_PER_ROW = 100_000;
  private static final int NAMES_PER_PAGE = 200_000;
  private static final long NANOS_PER_PAGE = 8_000_000_000L;

  /** Larger files of equal size are not read: their times tell. */
  private static final long READ_UP_TO = 64L << 20;

  private final StackView before;
  private final StackView after;
  private final long begun = System.nanoTime();
  private int names;

  FolderChanges(StackView before, StackView after) {
    this.before = before;
    this.after = after;
  }

  Map<String, Object> page(Call call) throws IOException {
    ViewNode old = folder(before, call.path());
    ViewNode young = folder(after, call.path());
    if (old == null && young == null) {
      throw Refusal.unknownPath();
    }
    PairCursor pairs = new PairCursor(before, old, after, young, call.after().orElse(null));
    List<Map<String, Object>> rows = new ArrayList<>();
    byte[] last = {};
    boolean more = pairs.next();
    while (more && rows.size() < call.limit() && !isEnough()) {
      last = pairs.name();
      Row row = new Row(pairs.old(), pairs.young());
      if (row.differs()) {
        rows.add(row.json(last));
      }
      more = pairs.next();
    }
    return VersionReading.page("rows", rows, more, last);
  }

  private static @Nullable ViewNode folder(StackView view, byte[] path) throws IOException {
    ViewNode node = view.resolve(path);
    return node != null && node.isDirectory() ? node : null;
  }

  private boolean isEnough() {
    return names >= NAMES_PER_PAGE || System.nanoTime() - begun > NANOS_PER_PAGE;
  }

  /** One name of the folder, compared with all that is below it. */
  private final class Row implements ViewDiff.Receiver {
    private final @Nullable ViewNode old;
    private final @Nullable ViewNode young;
    private final boolean complete;
    private ViewDiff.@Nullable Change own;
    private long added;
    private long changed;
    private long removed;
    private long bytes;
    private boolean foldersDiffer;

    Row(@Nullable ViewNode old, @Nullable ViewNode young) throws IOException {
      this.old = old;
      this.young = young;
      this.complete = walk();
    }

    private boolean walk() throws IOException {
      ViewDiff diff = ViewDiff.begin(before, old, after, young, READ_UP_TO, this);
      names++;
      for (int i = 0; diff.step(); i++) {
        names++;
        if (i >= NAMES_PER_ROW || isEnough()) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void difference(TreePath path, ViewDiff.Change change, ViewNode node) {
      if (path.isRoot()) {
        own = change;
      }
      if (node.isDirectory()) {
        foldersDiffer = true;
        return;
      }
      switch (change) {
        case ADDED -> added++;
        case REMOVED -> removed++;
        case REPLACED, CONTENT, ATTRIBUTES -> changed++;
      }
      if (change != ViewDiff.Change.REMOVED && change != ViewDiff.Change.ATTRIBUTES) {
        bytes += node.inode().size();
      }
    }

    boolean differs() {
      return own != null || foldersDiffer || added + changed + removed > 0 || !complete;
    }

    Map<String, Object> json(byte[] name) {
      ViewNode shown = young == null ? old : young;
      Map<String, Object> json = new LinkedHashMap<>();
      NodeJson.putText(json, "name", name);
      json.put("type", shown == null ? "unknown" : NodeJson.type(shown));
      json.put("change", own == null ? "inside" : own.name().toLowerCase(Locale.ROOT));
      json.put("sizeBefore", old == null ? null : old.inode().size());
      json.put("sizeAfter", young == null ? null : young.inode().size());
      json.put("added", added);
      json.put("changed", changed);
      json.put("removed", removed);
      json.put("bytes", bytes);
      json.put("complete", complete);
      return json;
    }
  }
}
