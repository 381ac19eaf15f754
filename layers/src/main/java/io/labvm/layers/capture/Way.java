package io.labvm.layers.capture;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Token;
import io.labvm.linux.Dir;
import io.labvm.linux.LinuxException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories from the root down to the row at hand, opened one by one when they are needed. A
 * directory that is another one by now is gone, with all that was planned below it.
 */
final class Way implements Closeable {
  private final Descent descent;
  private final EntryReader reader;
  private final List<Step> steps = new ArrayList<>();
  private int opened;

  /** One directory of the way. */
  static final class Step {
    private final PlanRow row;
    private @Nullable Reading reading;
    private boolean gone;
    private boolean emitted;

    private Step(PlanRow row) {
      this.row = row;
    }

    PlanRow row() {
      return row;
    }

    /** As it was when it was opened here. */
    Reading reading() {
      if (reading == null) {
        throw new IllegalStateException(row.path() + " is not open");
      }
      return reading;
    }

    /** Whether it looks otherwise than in the scan. */
    boolean changed() {
      return !reading().shown().equals(row.shown());
    }

    /** As the index is to remember it: the scan's state, since by that it is emitted. */
    IndexEntry indexed() {
      Reading now = reading();
      boolean trusted = now.trusted() && row.token().inode() == now.stat().inode();
      Token token = Token.of(now.stat(), trusted && now.state() == row.state());
      return new IndexEntry(row.path(), row.state(), false, token, now.shown());
    }

    boolean isEmitted() {
      return emitted;
    }

    void setEmitted() {
      emitted = true;
    }
  }

  Way(Dir root, EntryReader reader) {
    this.descent = new Descent(root);
    this.reader = reader;
  }

  /** Goes to the directory a path is in. */
  void up(TreePath path) {
    while (!steps.isEmpty() && !path.isBelow(steps.getLast().row.path())) {
      steps.removeLast();
      if (opened > steps.size()) {
        opened = steps.size();
        if (opened > 0) {
          descent.pop();
        }
      }
    }
  }

  /** Goes one directory down. */
  void down(PlanRow directory) {
    steps.add(new Step(directory));
  }

  List<Step> steps() {
    return steps;
  }

  Step last() {
    return steps.getLast();
  }

  /**
   * What stands at a name in the directory of the last step, which was opened. Null also when the
   * way there leads elsewhere by now.
   */
  @Nullable Reading read(byte[] name) throws IOException {
    return read(name, null);
  }

  /** The same, of a big file just what is news since a content. */
  @Nullable Reading read(byte[] name, @Nullable Digest before) throws IOException {
    Dir dir;
    try {
      dir = descent.last();
    } catch (LinuxException e) {
      if (!EntryReader.isGone(e)) {
        throw e;
      }
      return null;
    }
    TreePath directory = last().row.path();
    reader.about(() -> directory.child(name).bytes());
    return reader.read(dir, name, before);
  }

  /** Called for each directory that was opened just now, from the root down. */
  interface Opened {
    void opened(Step step) throws IOException;
  }

  /** Opens what is not open yet; false when something on the way is gone. */
  boolean open(Opened each) throws IOException {
    while (opened < steps.size()) {
      Step step = steps.get(opened);
      if (!open(step)) {
        return false;
      }
      opened++;
      each.opened(step);
    }
    return true;
  }

  private boolean open(Step step) throws IOException {
    if (step.gone) {
      return false;
    }
    try {
      enter(step);
    } catch (LinuxException e) {
      if (!EntryReader.isGone(e)) {
        throw e;
      }
      step.gone = true;
    }
    return !step.gone;
  }

  private void enter(Step step) throws IOException {
    reader.about(() -> step.row.path().bytes());
    if (opened == 0) {
      step.reading = reader.readDirectory(descent.last());
      return;
    }
    byte[] name = step.row.path().name();
    Dir dir = descent.last().openDirectory(name);
    boolean entered = false;
    try {
      Reading reading = reader.readDirectory(dir);
      step.reading = reading;
      step.gone = reading.stat().inode() != step.row.token().inode();
      if (!step.gone) {
        descent.push(name, dir, reading.stat().inode());
        entered = true;
      }
    } finally {
      if (!entered) {
        dir.close();
      }
    }
  }

  @Override
  public void close() {
    descent.close();
    steps.clear();
  }
}
