package io.labvm.layers.capture;

import io.labvm.layers.capture.PlanRow.Op;
import io.labvm.layers.index.Token;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hard-link groups of a plan: which are emitted, and what their first emitted name said, so that
 * the others say the same.
 */
final class Linked {
  /** Groups whose first name is remembered in full; later names of others are read again. */
  private static final int REMEMBERED = 4096;

  private final LinkGroups groups;
  private final LinkGroups oldGroups;
  private final Map<Long, Token> verified = new HashMap<>();
  private final Map<Long, Reading> first =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Reading> eldest) {
          return size() > REMEMBERED;
        }
      };

  Linked(LinkGroups groups, LinkGroups oldGroups) {
    this.groups = groups;
    this.oldGroups = oldGroups;
  }

  /** Whether a node is linked with just the names the index has. */
  boolean isSameSet(PlanRow row) {
    boolean linked = row.has(PlanRow.LINKED);
    if (row.has(PlanRow.WAS_LINKED)) {
      return linked
          ? groups.isSameSet(row.token().inode(), oldGroups, row.oldInode())
          : oldGroups.isOnly(row.oldInode(), row.path());
    }
    return !linked || groups.isOnly(row.token().inode(), row.path());
  }

  /** A group lives in one layer: when one of its names is emitted, all are. */
  void mark(PlanFile plan, Way way, EntryReader reader) throws IOException {
    if (groups.isEmpty()) {
      return;
    }
    try (way;
        PlanFile.Reader rows = plan.read()) {
      for (PlanRow row = rows.next(); row != null; row = rows.next()) {
        way.up(row.path());
        if (row.op() == Op.DIRECTORY) {
          way.down(row);
        } else if (row.has(PlanRow.LINKED) && !groups.isEmitted(row.token().inode())) {
          if (isNews(row, way, reader)) {
            groups.emit(row.token().inode());
          }
        }
      }
    }
    first.clear();
  }

  private boolean isNews(PlanRow row, Way way, EntryReader reader) throws IOException {
    if (row.op() == Op.NODE || !isSameSet(row)) {
      return true;
    }
    if (row.op() == Op.SAME || !way.open(step -> {})) {
      return false;
    }
    Reading reading = first.get(row.token().inode());
    if (reading == null) {
      reading = reader.read(way.dir(), row.path().name());
      if (reading == null) {
        return false;
      }
      first.put(reading.stat().inode(), reading);
    }
    if (!reading.shown().equals(row.shown())) {
      return true;
    }
    verified.put(row.token().inode(), Token.of(reading.stat(), reading.trusted()));
    return false;
  }

  /** The token under which a linked node was found as the index has it; null when it was not. */
  @Nullable Token verified(PlanRow row) {
    return verified.get(row.token().inode());
  }

  boolean isEmitted(PlanRow row) {
    return groups.isEmitted(row.token().inode());
  }

  /** The number of a node's group in the delta; 0 when it stands alone. */
  long number(Reading reading) {
    long inode = reading.stat().inode();
    return reading.isLinked() && groups.count(inode) > 1 ? groups.number(inode) : 0;
  }

  /** What the first name of the group said, null for the first itself. */
  @Nullable Reading first(Reading reading) {
    return first.get(reading.stat().inode());
  }

  boolean isFirst(Reading reading) {
    return !groups.hasNumber(reading.stat().inode());
  }

  void remember(Reading reading) {
    first.put(reading.stat().inode(), reading);
  }
}
