package io.labvm.layers.capture;

import io.labvm.layers.capture.PlanRow.Op;
import io.labvm.layers.index.Token;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hard-link groups of a plan: which are emitted, and what their first emitted name said, so that no
 * other says anything else.
 */
final class Linked {
  private final LinkGroups groups;
  private final LinkGroups oldGroups;
  private final Map<Long, Token> verified = new HashMap<>();

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
  void mark(PlanFile plan, Way way) throws IOException {
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
          if (isNews(row, way)) {
            groups.emit(row.token().inode());
          }
        }
      }
    }
    groups.forgetFirst();
  }

  private boolean isNews(PlanRow row, Way way) throws IOException {
    long inode = row.token().inode();
    if (row.op() == Op.NODE || !isSameSet(row)) {
      return true;
    }
    if (row.op() == Op.SAME || !way.open(step -> {})) {
      return false;
    }
    if (!groups.hasFirst(inode)) {
      Reading reading = way.read(row.path().name());
      if (reading == null) {
        return false;
      }
      if (reading.stat().inode() != inode) {
        return true;
      }
      boolean ignored = groups.saysTheSame(inode, reading.shown());
      verified.put(inode, Token.of(reading.stat(), reading.trusted()));
    }
    return !groups.saysTheSame(inode, row.shown());
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

  /** Whether a name says what the first one of its group said; the first one does. */
  boolean saysTheSame(Reading reading) {
    return groups.saysTheSame(reading.stat().inode(), reading.shown());
  }
}
