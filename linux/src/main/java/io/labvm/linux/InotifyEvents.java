package io.labvm.linux;

import io.labvm.linux.ffm.EventCalls;
import io.labvm.linux.ffm.Uapi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A watch on every directory of every tree. A new directory is watched first and told as arrived
 * after that, so that whoever lists it then misses nothing made in between.
 */
final class InotifyEvents implements TreeEvents {
  private static final int BUFFER = 1 << 16;

  /** Waits this long for the second half of a rename that was cut by the end of a read. */
  private static final int PAIR_MILLIS = 5;

  /** Deeper directories are not watched: their path from the root must fit openat2. */
  private static final int MAX_PATH = 4000;

  /** A tree that changes while it is looked at anew is so again, but not without end. */
  private static final int ROUNDS = 3;

  /** Of the names of a directory that are looked through at once, bytes of memory. */
  private static final int PART = 1 << 20;

  private static final int MASK =
      Uapi.IN_MODIFY
          | Uapi.IN_ATTRIB
          | Uapi.IN_CLOSE_WRITE
          | Uapi.IN_CREATE
          | Uapi.IN_DELETE
          | Uapi.IN_MOVED_FROM
          | Uapi.IN_MOVED_TO
          | Uapi.IN_ONLYDIR;

  private record Tree(int number, Dir root, Path path, WatchedDirectory top) {}

  private final Fd group;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
  private final Map<Integer, Tree> trees = new HashMap<>();
  private final Map<Integer, WatchedDirectory> watches = new HashMap<>();

  /** Directories on their way to another name, by cookie. */
  private final Map<Integer, WatchedDirectory> moving = new HashMap<>();

  /** Directories whose name another one took (exchange: their own move comes next). */
  private final List<WatchedDirectory> displaced = new ArrayList<>();

  private final Set<Integer> lost = new TreeSet<>();
  private final Set<Integer> blind = new TreeSet<>();

  private InotifyEvents(Fd group) {
    this.group = group;
  }

  static InotifyEvents open() throws LinuxException {
    int fd = EventCalls.inotifyInit(Uapi.IN_NONBLOCK | Uapi.IN_CLOEXEC);
    return new InotifyEvents(new Fd(LinuxException.check(fd, "inotify_init1", "group"), "inotify"));
  }

  @Override
  public Source source() {
    return Source.INOTIFY;
  }

  @Override
  public synchronized boolean watch(int tree, Path root) throws LinuxException {
    unwatch(tree);
    Dir dir = Dir.open(root);
    try {
      WatchedDirectory top = new WatchedDirectory(add(dir), tree);
      watches.put(top.watch, top);
      trees.put(tree, new Tree(tree, dir, root, top));
      return watchBelow(dir, top);
    } catch (LinuxException e) {
      dir.close();
      throw e;
    }
  }

  private int add(Dir directory) throws LinuxException {
    byte[] path = directory.fd().path().toString().getBytes(StandardCharsets.US_ASCII);
    int watch = EventCalls.inotifyAddWatch(group.number(), path, MASK);
    return LinuxException.check(watch, "inotify_add_watch", directory.toString());
  }

  /** False when something below could not be watched; gone directories do not count. */
  private boolean watchBelow(Dir root, WatchedDirectory from) throws LinuxException {
    boolean whole = true;
    Deque<WatchedDirectory> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      WatchedDirectory next = open.pop();
      byte[] path = next.path();
      if (path.length > MAX_PATH) {
        whole = false;
        continue;
      }
      try (Dir dir = root.openBeneath(path.length == 0 ? new byte[] {'.'} : path)) {
        whole &= watchChildren(dir, next, open);
      } catch (LinuxException e) {
        if (!isGone(e)) {
          throw e;
        }
      }
    }
    return whole;
  }

  private boolean watchChildren(Dir dir, WatchedDirectory at, Deque<WatchedDirectory> open)
      throws LinuxException {
    boolean[] whole = {true};
    dir.entries(
        PART,
        names -> {
          for (int i = 0; whole[0] && i < names.size(); i++) {
            FileType type = names.type(i);
            if (type == FileType.DIRECTORY || type == FileType.UNKNOWN) {
              whole[0] = watchChild(dir, names.name(i), at, open);
            }
          }
        });
    return whole[0];
  }

  private boolean watchChild(
      Dir dir, byte[] name, WatchedDirectory at, Deque<WatchedDirectory> open)
      throws LinuxException {
    try (Dir child = dir.openDirectory(name)) {
      known(add(child), at, name).ifPresent(open::push);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOSPC) || e.is(Errno.ENOMEM)) {
        return false;
      }
      if (!isGone(e)) {
        throw e;
      }
    }
    return true;
  }

  /** A directory in its place; empty when it cannot have that place yet. */
  private Optional<WatchedDirectory> known(int watch, WatchedDirectory parent, byte[] name) {
    WatchedDirectory directory = watches.get(watch);
    if (directory == null) {
      directory = new WatchedDirectory(watch, parent.tree());
      watches.put(watch, directory);
    } else if (isAbove(directory, parent)) {
      return Optional.empty();
    } else if (!directory.isRoot()) {
      directory.detach();
    }
    put(parent, name, directory);
    return Optional.of(directory);
  }

  /**
   * A directory that is looked through shows what only later events tell. By then one may lie below
   * what is its own child as far as is known: such a tree is looked at anew.
   */
  private boolean isAbove(WatchedDirectory directory, WatchedDirectory parent) {
    boolean above = parent.isWithin(directory);
    if (above) {
      lost.add(parent.tree());
    }
    return above;
  }

  private void put(WatchedDirectory parent, byte[] name, WatchedDirectory directory) {
    WatchedDirectory before = parent.put(name, directory);
    if (before != null && before != directory) {
      displaced.add(before);
    }
  }

  private static boolean isGone(LinuxException e) {
    return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ESTALE);
  }

  @Override
  public synchronized void unwatch(int tree) {
    Tree gone = trees.remove(tree);
    if (gone != null) {
      drop(gone.top());
      gone.root().close();
    }
  }

  /** Forgets a directory and everything below it. */
  private void drop(WatchedDirectory directory) {
    Deque<WatchedDirectory> open = new ArrayDeque<>(List.of(directory));
    while (!open.isEmpty()) {
      WatchedDirectory next = open.pop();
      next.children().forEach(open::push);
      watches.remove(next.watch);
      // EINVAL when the directory went and took its watch along.
      int ignored = EventCalls.inotifyRemoveWatch(group.number(), next.watch);
    }
    directory.detach();
  }

  @Override
  public boolean await(int millis) throws LinuxException {
    return EventReads.await(group, millis);
  }

  @Override
  public synchronized void drain(Listener listener) throws LinuxException {
    if (readAll(listener)) {
      moving.values().forEach(this::drop); // left the tree
      moving.clear();
      displaced.forEach(this::drop);
      displaced.clear();
    }
    for (int round = 0; round < ROUNDS && !lost.isEmpty(); round++) {
      List<Integer> again = List.copyOf(lost);
      lost.clear();
      again.forEach(tree -> watchAgain(tree, listener));
    }
    for (int tree : blind) {
      unwatch(tree);
      listener.blind(tree);
    }
    blind.clear();
  }

  /** False when some are left: the other half of a rename may be among them. */
  private boolean readAll(Listener listener) throws LinuxException {
    int events = 0;
    while (events < EventReads.MOST) {
      int length = EventReads.read(group, buffer);
      for (int at = 0; at < length; at = next(at)) {
        event(at, listener);
        events++;
      }
      if (length == 0 && (moving.isEmpty() || !EventReads.await(group, PAIR_MILLIS))) {
        return true;
      }
    }
    return false;
  }

  /** After an overflow directories may be there that no event told. */
  private void watchAgain(int number, Listener listener) {
    Tree tree = trees.get(number);
    if (tree == null) {
      return;
    }
    try {
      if (!watch(number, tree.path())) {
        blind.add(number);
      }
      listener.lost(number);
    } catch (LinuxException e) {
      blind.add(number);
    }
  }

  private int next(int at) {
    return at + Uapi.InotifyEvent.NAME + buffer.getInt(at + Uapi.InotifyEvent.LEN);
  }

  private void event(int at, Listener listener) {
    int mask = buffer.getInt(at + Uapi.InotifyEvent.MASK);
    if ((mask & Uapi.IN_Q_OVERFLOW) != 0) {
      lost.addAll(trees.keySet());
      return;
    }
    WatchedDirectory directory = watches.get(buffer.getInt(at + Uapi.InotifyEvent.WD));
    if (directory == null) {
      return;
    }
    if ((mask & Uapi.IN_IGNORED) != 0) {
      watches.remove(directory.watch, directory);
      directory.detach();
      return;
    }
    byte[] name = name(at);
    byte[] path = name.length == 0 ? directory.path() : join(directory, name);
    if ((mask & Uapi.IN_ISDIR) != 0 && name.length > 0) {
      directoryEvent(mask, buffer.getInt(at + Uapi.InotifyEvent.COOKIE), directory, name);
    }
    boolean arrives = (mask & (Uapi.IN_CREATE | Uapi.IN_MOVED_TO)) != 0;
    if (arrives && (mask & Uapi.IN_ISDIR) != 0) {
      listener.arrived(directory.tree(), path);
    } else {
      listener.changed(directory.tree(), path);
    }
  }

  private void directoryEvent(int mask, int cookie, WatchedDirectory directory, byte[] name) {
    if ((mask & Uapi.IN_MOVED_FROM) != 0) {
      WatchedDirectory left = leaving(directory, name);
      if (left != null) {
        left.detach();
        moving.put(cookie, left);
      }
    } else if ((mask & (Uapi.IN_MOVED_TO | Uapi.IN_CREATE)) != 0) {
      WatchedDirectory came = (mask & Uapi.IN_CREATE) != 0 ? null : moving.remove(cookie);
      if (came != null && came.tree() == directory.tree()) {
        if (!isAbove(came, directory)) {
          put(directory, name, came);
        }
      } else if (!watchNew(directory, name)) {
        blind.add(directory.tree());
      }
    }
  }

  /** In an exchange the name belongs to the newcomer already. */
  private @Nullable WatchedDirectory leaving(WatchedDirectory parent, byte[] name) {
    for (WatchedDirectory candidate : displaced) {
      if (candidate.isAt(parent, name)) {
        displaced.remove(candidate);
        return candidate;
      }
    }
    return parent.child(name);
  }

  /** False when this tree's changes are not told from now on, for whatever reason. */
  private boolean watchNew(WatchedDirectory parent, byte[] name) {
    Tree tree = trees.get(parent.tree());
    if (tree == null) {
      return true;
    }
    byte[] path = join(parent, name);
    if (path.length > MAX_PATH) {
      return false;
    }
    try (Dir dir = tree.root().openBeneath(path)) {
      Optional<WatchedDirectory> known = known(add(dir), parent, name);
      return known.isEmpty() || watchBelow(tree.root(), known.get());
    } catch (LinuxException e) {
      return isGone(e); // an exception would end the events of all trees
    }
  }

  private byte[] name(int at) {
    int length = buffer.getInt(at + Uapi.InotifyEvent.LEN);
    int from = at + Uapi.InotifyEvent.NAME;
    int end = 0;
    while (end < length && buffer.get(from + end) != 0) {
      end++;
    }
    byte[] name = new byte[end];
    buffer.get(from, name);
    return name;
  }

  private static byte[] join(WatchedDirectory directory, byte[] name) {
    return FanotifyEvents.join(directory.path(), name);
  }

  @Override
  public synchronized void close() {
    group.close();
    trees.values().forEach(t -> t.root().close());
    trees.clear();
    watches.clear();
  }
}
