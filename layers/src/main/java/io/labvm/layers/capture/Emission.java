package io.labvm.layers.capture;

import io.labvm.layers.capture.PlanRow.Op;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Token;
import java.io.IOException;

/**
 * Carries out a plan: reads what has to be read, emits in tree order, and notes for the index just
 * what was emitted. What is gone by now is left as the index has it.
 */
final class Emission {
  private final Way way;
  private final Linked linked;
  private final Patience patience;
  private final DeltaSink sink;
  private final Frame frame;
  private long entries;
  private long whiteouts;
  private long bytes;
  private long unstable;
  private boolean rootChanged;

  Emission(Way way, Linked linked, Patience patience, DeltaSink sink, Frame frame) {
    this.patience = patience;
    this.way = way;
    this.linked = linked;
    this.sink = sink;
    this.frame = frame;
  }

  void run(PlanFile plan) throws IOException {
    try (way;
        PlanFile.Reader rows = plan.read()) {
      for (PlanRow row = rows.next(); row != null; row = rows.next()) {
        way.up(row.path());
        carryOut(row);
      }
    }
  }

  private void carryOut(PlanRow row) throws IOException {
    if (row.op() == Op.DIRECTORY) {
      way.down(row);
      if ((row.flags() & ~PlanRow.OPAQUE) != 0 && !way.open(this::opened)) {
        unstable++;
      }
    } else if (!isIdle(row)) {
      if (way.open(this::opened)) {
        inOpenDirectory(row);
      } else {
        unstable++;
      }
    }
  }

  /** A linked node that neither changed nor is drawn in by its group. */
  private boolean isIdle(PlanRow row) {
    return row.op() == Op.SAME && !isDrawnIn(row);
  }

  private boolean isDrawnIn(PlanRow row) {
    return row.has(PlanRow.LINKED) ? linked.isEmitted(row) : !linked.isSameSet(row);
  }

  private void inOpenDirectory(PlanRow row) throws IOException {
    switch (row.op()) {
      case NODE -> node(row, true);
      case SAME -> node(row, true);
      case CHECK -> node(row, isDrawnIn(row));
      case HIDE -> {
        whiteout(row.path());
        frame.put(IndexEntry.whiteout(row.path()));
      }
      case VANISH -> {
        whiteout(row.path());
        frame.remove(row.path());
      }
      case FORGET -> frame.remove(row.path());
      case NOTE -> frame.put(IndexEntry.whiteout(row.path()));
      case DIRECTORY -> throw new IllegalStateException("a directory among names");
    }
  }

  /** A directory that changed since the scan is emitted too, so that the index is true. */
  private void opened(Way.Step step) throws IOException {
    PlanRow row = step.row();
    boolean changed = step.changed();
    if (changed || !step.reading().stable()) {
      unstable++;
    }
    rootChanged |= changed && row.path().isRoot();
    if (row.has(PlanRow.EMIT) || changed) {
      emitTo(step);
    }
    if (row.has(PlanRow.REPLACE)) {
      frame.replace(step.indexed());
    } else if (row.has(PlanRow.RENEW) || changed) {
      frame.put(step.indexed());
    }
  }

  private void emitTo(Way.Step step) throws IOException {
    for (Way.Step on : way.steps()) {
      if (!on.isEmitted()) {
        boolean mark = on.row().has(PlanRow.MARK);
        NameState state = mark ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY;
        on.setEmitted();
        emit(on.reading().entry(on.row().path(), state, 0), Reading.NO_CONTENT);
      }
      if (on == step) {
        return;
      }
    }
  }

  private void emitParents() throws IOException {
    emitTo(way.last());
  }

  private void whiteout(TreePath path) throws IOException {
    emitParents();
    whiteouts++;
    emit(DeltaEntry.whiteout(path), Reading.NO_CONTENT);
  }

  private void emit(DeltaEntry entry, Content content) throws IOException {
    if (!entry.path().isRoot()) {
      entries++;
    }
    if (entry.body() instanceof Body.Data data) {
      bytes += data.size();
    }
    sink.entry(entry, content);
  }

  private void node(PlanRow row, boolean certain) throws IOException {
    if (row.op() == Op.CHECK && !certain && row.has(PlanRow.LINKED)) {
      renewLinked(row);
      return;
    }
    if (row.op() == Op.CHECK && !certain && patience.waits(row.path())) {
      unstable++;
      return;
    }
    Reading reading = way.read(row.path().name(), row.shown().content());
    if (reading != null && reading.body() instanceof Body.Data data) {
      patience.read(row.path(), data.size());
    }
    if (reading == null || reading.state() != NameState.NODE) {
      unstable++;
      return;
    }
    if (!reading.stable() || !row.token().matches(reading.stat())) {
      unstable++;
    }
    if (row.op() != Op.NODE && !reading.stable() && patience.defers(row.path())) {
      return;
    }
    if (!certain && reading.shown().equals(row.shown())) {
      frame.put(reading.indexed(row.path()));
      return;
    }
    emitNode(row, reading);
  }

  /** Found equal when the groups were looked through; only what was looked at then is noted. */
  private void renewLinked(PlanRow row) throws IOException {
    Token token = linked.verified(row);
    if (token != null) {
      frame.put(new IndexEntry(row.path(), NameState.NODE, true, token, row.shown()));
    }
  }

  private void emitNode(PlanRow row, Reading reading) throws IOException {
    emitParents();
    boolean alone = reading.stat().inode() != row.token().inode();
    long group = alone ? 0 : linked.number(reading);
    if (group > 0 && !linked.saysTheSame(reading)) {
      group = 0;
      unstable++;
    }
    emit(reading.entry(row.path(), NameState.NODE, group), reading.content());
    frame.put(noted(row.path(), reading, group > 0));
  }

  private IndexEntry noted(TreePath path, Reading reading, boolean grouped) {
    IndexEntry entry = reading.indexed(path);
    // Emitted apart from its group it is to be noticed again, as one whose group changed.
    return new IndexEntry(path, entry.state(), grouped, entry.token(), entry.shown());
  }

  long entries() {
    return entries;
  }

  long whiteouts() {
    return whiteouts;
  }

  long bytes() {
    return bytes;
  }

  long unstable() {
    return unstable;
  }

  /** Whether the root's own attributes changed since the scan. */
  boolean rootChanged() {
    return rootChanged;
  }
}
