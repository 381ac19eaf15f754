package io.labvm.layers.capture;

import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;

/**
 * The open directories from a root down. However deep a tree is, only the lowest stay open; a
 * directory that is needed again is reached from the root, and must be the same one then.
 */
final class Descent implements Closeable {
  private static final int OPEN = 256;

  private static final class Step {
    private final byte[] name;
    private final long inode;

    private Step(byte[] name, long inode) {
      this.name = name.clone();
      this.inode = inode;
    }
  }

  private final Dir root;
  private final List<Step> steps = new ArrayList<>();

  /** The directories of the last steps; the root is never among them. */
  private final List<Dir> open = new ArrayList<>();

  Descent(Dir root) {
    this.root = root;
  }

  /** How many directories lie between the root and the last, which counts. */
  int depth() {
    return steps.size();
  }

  /** Goes down into a directory right below the last, which is closed here from now on. */
  void push(byte[] name, Dir dir, long inode) {
    steps.add(new Step(name, inode));
    open.add(dir);
    if (open.size() > OPEN) {
      open.removeFirst().close();
    }
  }

  void pop() {
    steps.removeLast();
    if (!open.isEmpty()) {
      open.removeLast().close();
    }
  }

  /** The lowest directory; ENOENT when the way there leads elsewhere by now. */
  Dir last() throws LinuxException {
    if (steps.isEmpty()) {
      return root;
    }
    if (open.isEmpty()) {
      reopen();
    }
    return open.getLast();
  }

  private void reopen() throws LinuxException {
    boolean done = false;
    try {
      Dir at = root;
      for (Step step : steps) {
        at = at.openDirectory(step.name);
        open.add(at);
        if (open.size() > OPEN) {
          open.removeFirst().close();
        }
        if (at.fd().stat().inode() != step.inode) {
          throw new LinuxException("openat", at.toString(), Errno.ENOENT.number());
        }
      }
      done = true;
    } finally {
      if (!done) {
        closeAll();
      }
    }
  }

  private void closeAll() {
    open.forEach(Dir::close);
    open.clear();
  }

  @Override
  public void close() {
    closeAll();
    steps.clear();
  }
}
