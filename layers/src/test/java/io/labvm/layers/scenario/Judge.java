package io.labvm.layers.scenario;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong; nothing, when everything is right. */
final class Judge {
  private static final int SHOWN = 12;

  private Judge() {}

  /** A verdict that is not "right"; its message names what differs. */
  static final class Wrong extends AssertionError {
    private static final long serialVersionUID = 1L;

    Wrong(String what, List<String> found) {
      super(what + ", " + found.size() + " times:\n  " + String.join("\n  ", first(found)));
    }

    private static List<String> first(List<String> found) {
      return found.subList(0, Math.min(SHOWN, found.size()));
    }
  }

  /** A fresh mount, our reader of stacks and the running desktop must show the same. */
  static int compare(TreeRecord fresh, TreeRecord running, StackView view) throws IOException {
    require("a fresh mount <> the running desktop", fresh.differencesFrom(running));
    require("files have lost their holes", fresh.inflatedSince(running));
    require("our reader <> a fresh mount", TreeRecord.ofStack(view).differencesFrom(fresh));
    return fresh.size();
  }

  static void requireSameView(TreeRecord after, TreeRecord before) {
    require("a fold has changed the view", after.differencesFrom(before));
  }

  /** Each whiteout and each opaque mark of a delta must hide something of the view below it. */
  static void requireNeeded(DeltaSource delta, Below below) throws IOException {
    List<String> useless = new ArrayList<>();
    for (DeltaEntry entry = delta.next(); entry != null; entry = delta.next()) {
      boolean idle =
          switch (entry.state()) {
            case WHITEOUT -> at(entry.path(), below) == Below.Kind.ABSENT;
            case OPAQUE_DIRECTORY -> at(entry.path(), below) != Below.Kind.DIRECTORY;
            case NODE, DIRECTORY -> false;
          };
      if (idle) {
        useless.add(entry.state() + " " + entry.path());
      }
    }
    require("marks that hide nothing", useless);
  }

  /** The same for whiteouts alone: a segment may mark a directory of which it does not know. */
  static void requireNeededWhiteouts(DeltaSource delta, Below below) throws IOException {
    List<String> useless = new ArrayList<>();
    for (DeltaEntry entry = delta.next(); entry != null; entry = delta.next()) {
      if (entry.state() == NameState.WHITEOUT && at(entry.path(), below) == Below.Kind.ABSENT) {
        useless.add(entry.path().toString());
      }
    }
    require("whiteouts that hide nothing", useless);
  }

  private static Below.Kind at(TreePath path, Below below) throws IOException {
    Below directory = below;
    byte[] bytes = path.parent().bytes();
    for (int from = 0; from < bytes.length; ) {
      int end = from;
      while (end < bytes.length && bytes[end] != '/') {
        end++;
      }
      directory = directory.directory(java.util.Arrays.copyOfRange(bytes, from, end));
      from = end + 1;
    }
    return directory.kind(path.name());
  }

  static void require(String what, List<String> found) {
    if (!found.isEmpty()) {
      throw new Wrong(what, found);
    }
  }
}
