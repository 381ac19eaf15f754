package io.labvm.layers.capture;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.capture.PlanRow.Op;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;
import io.labvm.layers.listing.Listing;
import io.labvm.layers.listing.Listings;
import io.labvm.linux.Dir;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every name of an upper beside the index, both in tree order, and writes down where
 * something may have to be done. Reads no content.
 */
final class Scan implements Closeable {
  private final Descent descent;
  private final EntryReader reader;
  private final Scope scope;
  private final OldNames old;
  private final LinkGroups groups;
  private final PlanFile plan;
  private final Listings listings;
  private final List<Level> levels = new ArrayList<>();
  private int planned;
  private long device;
  private long names;
  private long unstable;
  private final Omissions tooLong = new Omissions();
  private boolean rootChanged;

  /** A directory on the way down: all its names, or those that are asked for. */
  private static final class Level {
    private final PlanRow row;
    private final boolean whole;
    private final @Nullable Listing listed;
    private final List<byte[]> asked;
    private int next;

    private Level(PlanRow row, boolean whole, @Nullable Listing listed, Scope scope) {
      this.row = row;
      this.whole = whole;
      this.listed = listed;
      this.asked = listed == null ? scope.names(row.path()) : List.of();
    }

    private boolean isListed() {
      return listed != null;
    }

    private boolean advance() throws IOException {
      next++;
      return listed == null ? next <= asked.size() : listed.next();
    }

    private byte[] name() {
      return listed == null ? asked.get(next - 1) : listed.name();
    }

    private FileType type() {
      return listed == null ? FileType.UNKNOWN : listed.type();
    }

    private Stat stat(Dir dir) throws LinuxException {
      return listed == null ? dir.stat(name()) : listed.stat(dir);
    }

    private void pause() {
      if (listed != null) {
        listed.pause();
      }
    }

    private void release() {
      if (listed != null) {
        listed.release();
      }
    }
  }

  Scan(
      Dir root,
      EntryReader reader,
      Scope scope,
      OldNames old,
      LinkGroups groups,
      PlanFile plan,
      Listings listings) {
    this.listings = listings;
    this.descent = new Descent(root);
    this.reader = reader;
    this.scope = scope;
    this.old = old;
    this.groups = groups;
    this.plan = plan;
  }

  void run() throws IOException {
    enterRoot();
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.advance()) {
        name(level, level.name(), level.type());
      } else {
        leave(level);
      }
    }
  }

  long names() {
    return names;
  }

  /** Whether the root's own attributes are not what the index has. */
  boolean rootChanged() {
    return rootChanged;
  }

  /** How many names were gone or replaced when they were looked at. */
  long unstable() {
    return unstable;
  }

  /** The names that were left out, with all in them, since no delta holds their path. */
  Omissions tooLong() {
    return tooLong;
  }

  private void enterRoot() throws IOException {
    Dir root = descent.last();
    Stat stat = root.fd().stat();
    device = stat.device();
    IndexEntry entry = old.at(TreePath.ROOT);
    Looked looked = look(root, stat, entry);
    rootChanged = entry == null || !looked.shown.equals(entry.shown());
    int flags = PlanRow.EMIT | (looked.held ? 0 : PlanRow.RENEW);
    push(
        root,
        new PlanRow(TreePath.ROOT, Op.DIRECTORY, flags, looked.token, 0, looked.shown),
        false,
        entry == null);
  }

  private void push(Dir dir, PlanRow row, boolean whole, boolean isNew) throws IOException {
    boolean above = !levels.isEmpty() && levels.getLast().isListed();
    boolean listed = above || whole || isNew || scope.isWhole(row.path());
    if (listed && !above) {
      scope.widen(row.path());
    }
    if (!levels.isEmpty()) {
      levels.getLast().pause(); // only the lowest directories stay open
    }
    levels.add(new Level(row, whole, listed ? listings.of(dir) : null, scope));
    if (row.flags() != 0 && row.flags() != PlanRow.OPAQUE) {
      planDirectories();
    }
  }

  private void leave(Level level) throws IOException {
    vanishedBelow(level);
    levels.removeLast().release();
    planned = Math.min(planned, levels.size());
    if (!levels.isEmpty()) {
      descent.pop();
    }
  }

  private void name(Level level, byte[] name, FileType type) throws IOException {
    TreePath path = level.row.path().child(name);
    vanishedBefore(level, path);
    if (!path.fits()) {
      tooLong.about(path::bytes);
      tooLong.add(Omission.PATH_LENGTH);
      return;
    }
    names++;
    try {
      if (type != FileType.DIRECTORY) {
        Stat stat = level.stat(descent.last());
        if (stat.type() != FileType.DIRECTORY) {
          node(level, path, stat);
          return;
        }
      }
      directory(level, path, descent.last().openDirectory(name));
    } catch (LinuxException e) {
      if (!EntryReader.isGone(e)) {
        throw e;
      }
      gone(level, path);
      old.skipBelow(path);
    }
  }

  /** It was listed and is not there: as it will be at the next look. */
  private void gone(Level level, TreePath path) throws IOException {
    unstable += level.isListed() ? 1 : 0; // an asked name that is gone is an answer
    IndexEntry entry = old.at(path);
    if (entry != null) {
      vanished(level, entry);
    }
  }

  private void node(Level level, TreePath path, Stat stat) throws IOException {
    IndexEntry entry = old.at(path);
    requireDevice(stat, path);
    old.skipBelow(path);
    if (EntryReader.isWhiteout(stat)) {
      whiteout(level, path, entry);
      return;
    }
    boolean linked = stat.links() > 1;
    if (linked) {
      groups.add(stat.inode(), path);
      scope.linked(stat.inode());
    }
    NameState was = level.whole || entry == null ? null : entry.state();
    if (level.whole || SealTable.of(NameState.NODE, was) == SealTable.Action.NODE) {
      plan(new PlanRow(path, Op.NODE, linkFlags(linked, null), token(stat), 0, Shown.NOTHING));
    } else if (entry != null) {
      compare(path, stat, entry, linked);
    }
  }

  private void compare(TreePath path, Stat stat, IndexEntry entry, boolean linked)
      throws IOException {
    int flags = linkFlags(linked, entry);
    long oldInode = entry.token().inode();
    if (!hintHolds(entry, stat)) {
      plan(new PlanRow(path, Op.CHECK, flags, token(stat), oldInode, entry.shown()));
    } else if (flags != 0) {
      plan(new PlanRow(path, Op.SAME, flags, entry.token(), oldInode, Shown.NOTHING));
    }
  }

  private static boolean hintHolds(IndexEntry entry, Stat stat) {
    return entry.token().trusted() && entry.token().matches(stat) && entry.shown().matches(stat);
  }

  private static Token token(Stat stat) {
    return Token.of(stat, false);
  }

  private static int linkFlags(boolean linked, @Nullable IndexEntry entry) {
    return (linked ? PlanRow.LINKED : 0)
        | (entry != null && entry.linked() ? PlanRow.WAS_LINKED : 0);
  }

  private void whiteout(Level level, TreePath path, @Nullable IndexEntry entry) throws IOException {
    NameState was = entry == null ? null : entry.state();
    if (level.whole) {
      plan(PlanRow.of(path, Op.NOTE));
    } else if (SealTable.of(NameState.WHITEOUT, was) == SealTable.Action.WHITEOUT) {
      plan(PlanRow.of(path, Op.HIDE));
    }
  }

  private void directory(Level level, TreePath path, Dir dir) throws IOException {
    boolean entered = false;
    try {
      IndexEntry entry = old.at(path);
      Stat stat = dir.fd().stat();
      requireDevice(stat, path);
      Looked looked = look(dir, stat, entry);
      int flags = flags(level, looked, entry);
      if ((flags & PlanRow.REPLACE) != 0) {
        old.skipBelow(path);
      }
      boolean whole = level.whole || (flags & PlanRow.REPLACE) != 0;
      push(
          dir,
          new PlanRow(path, Op.DIRECTORY, flags, looked.token, 0, looked.shown),
          whole,
          entry == null);
      descent.push(path.name(), dir, stat.inode());
      entered = true;
    } finally {
      if (!entered) {
        dir.close();
      }
    }
  }

  /** What a directory is now; nothing is read when the hint holds. */
  private record Looked(NameState state, Token token, Shown shown, boolean held) {}

  private Looked look(Dir dir, Stat stat, @Nullable IndexEntry entry) throws IOException {
    if (entry != null && entry.state().isDirectory() && hintHolds(entry, stat)) {
      return new Looked(entry.state(), entry.token(), entry.shown(), true);
    }
    Reading reading = reader.readDirectory(dir);
    Token token = Token.of(reading.stat(), reading.trusted());
    return new Looked(reading.state(), token, reading.shown(), false);
  }

  private static int flags(Level level, Looked looked, @Nullable IndexEntry entry) {
    int own = looked.state == NameState.OPAQUE_DIRECTORY ? PlanRow.OPAQUE : 0;
    if (level.whole) {
      return own | PlanRow.EMIT | PlanRow.RENEW;
    }
    return own
        | switch (SealTable.of(looked.state, entry == null ? null : entry.state())) {
          case WHOLE -> PlanRow.EMIT | PlanRow.RENEW | PlanRow.REPLACE;
          case WHOLE_OPAQUE -> PlanRow.EMIT | PlanRow.RENEW | PlanRow.REPLACE | PlanRow.MARK;
          case DIFF -> changes(looked, entry);
          case NOTHING, WHITEOUT, NODE, NODE_IF_CHANGED ->
              throw new IllegalStateException("no cell of a directory");
        };
  }

  private static int changes(Looked looked, @Nullable IndexEntry entry) {
    if (entry == null || !looked.shown.equals(entry.shown())) {
      return PlanRow.EMIT | PlanRow.RENEW;
    }
    // O over P is whole, so only P over O is a new state of the same looks.
    return looked.held && looked.state == entry.state() ? 0 : PlanRow.RENEW;
  }

  private void vanishedBefore(Level level, TreePath path) throws IOException {
    for (IndexEntry entry = old.before(path); entry != null; entry = old.before(path)) {
      vanished(level, entry);
    }
  }

  private void vanishedBelow(Level level) throws IOException {
    TreePath path = level.row.path();
    for (IndexEntry entry = old.below(path); entry != null; entry = old.below(path)) {
      vanished(level, entry);
    }
  }

  private void vanished(Level level, IndexEntry entry) throws IOException {
    old.skipBelow(entry.path());
    if (!level.whole) {
      boolean hide = SealTable.of(null, entry.state()) == SealTable.Action.WHITEOUT;
      plan(PlanRow.of(entry.path(), hide ? Op.VANISH : Op.FORGET));
    }
  }

  private void plan(PlanRow row) throws IOException {
    planDirectories();
    plan.put(row);
  }

  /** Every row's directories stand before it. */
  private void planDirectories() throws IOException {
    while (planned < levels.size()) {
      plan.put(levels.get(planned++).row);
    }
  }

  private void requireDevice(Stat stat, TreePath path) throws LayerException {
    if (stat.device() != device) {
      throw new LayerException(
          LayerError.REFUSED, "another file system is mounted in the upper at " + path);
    }
  }

  @Override
  public void close() {
    levels.forEach(Level::pause);
    descent.close();
    levels.clear();
  }
}
