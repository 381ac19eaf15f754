package io.labvm.linux;

import io.labvm.linux.ffm.EventCalls;
import io.labvm.linux.ffm.FileCalls;
import io.labvm.linux.ffm.Uapi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fanotify group with a mark on each file system that holds a tree. Events name a directory by
 * handle and an entry in it; the handle is opened and its path compared with the roots, so what
 * happens elsewhere on the file system (overlayfs's work directories above all) costs one look and
 * is forgotten.
 */
final class FanotifyEvents implements TreeEvents {
  private static final int BUFFER = 1 << 16;
  private static final int KNOWN_HANDLES = 1 << 13;
  private static final int ALWAYS =
      Uapi.FAN_MODIFY
          | Uapi.FAN_ATTRIB
          | Uapi.FAN_CLOSE_WRITE
          | Uapi.FAN_CREATE
          | Uapi.FAN_DELETE
          | Uapi.FAN_ONDIR;
  private static final int RENAMES = Uapi.FAN_RENAME;
  private static final int OLD_RENAMES = Uapi.FAN_MOVED_FROM | Uapi.FAN_MOVED_TO; // before 5.17
  private static final byte[] SELF = {'.'};

  private static final Place NOWHERE = new Place(null, SELF);

  /** A directory's tree and its path there; the tree is null for one outside of all trees. */
  private static final class Place {
    private final @Nullable Tree tree;
    private final byte[] path;

    private Place(@Nullable Tree tree, byte[] path) {
      this.tree = tree;
      this.path = path;
    }
  }

  private record Tree(int number, Fd root, long fileSystem, Place at, int mask) {
    byte[] rootPath() {
      return at.path;
    }
  }

  private final Fd group;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
  private final Map<Integer, Tree> trees = new HashMap<>();
  private final Map<FileHandle, Place> places = new HashMap<>();

  private FanotifyEvents(Fd group) {
    this.group = group;
  }

  static FanotifyEvents open() throws LinuxException {
    int flags =
        Uapi.FAN_CLASS_NOTIF | Uapi.FAN_CLOEXEC | Uapi.FAN_NONBLOCK | Uapi.FAN_REPORT_DFID_NAME;
    int fd = EventCalls.fanotifyInit(flags, Uapi.O_RDONLY | Uapi.O_CLOEXEC);
    return new FanotifyEvents(
        new Fd(LinuxException.check(fd, "fanotify_init", "group"), "fanotify"));
  }

  @Override
  public Source source() {
    return Source.FANOTIFY;
  }

  @Override
  public synchronized boolean watch(int tree, Path root) throws LinuxException {
    unwatch(tree);
    Fd fd = Fd.open(root, Uapi.O_RDONLY | Uapi.O_DIRECTORY | Uapi.O_CLOEXEC);
    try {
      int[] errno = new int[1];
      long fileSystem = EventCalls.fileSystemId(fd.number(), errno);
      LinuxException.check(-errno[0], "fstatfs", root.toString());
      int mask = mark(fd, root);
      trees.put(tree, new Tree(tree, fd, fileSystem, new Place(null, path(fd)), mask));
      places.clear();
      return true;
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  private int mark(Fd root, Path path) throws LinuxException {
    int add = Uapi.FAN_MARK_ADD | Uapi.FAN_MARK_FILESYSTEM;
    int mask = ALWAYS | RENAMES;
    int result = EventCalls.fanotifyMark(group.number(), add, mask, root.number());
    if (result == -Errno.EINVAL.number()) {
      mask = ALWAYS | OLD_RENAMES;
      result = EventCalls.fanotifyMark(group.number(), add, mask, root.number());
    }
    LinuxException.check(result, "fanotify_mark", path.toString());
    return mask;
  }

  @Override
  public synchronized void unwatch(int tree) {
    Tree gone = trees.remove(tree);
    if (gone == null) {
      return;
    }
    places.clear();
    if (trees.values().stream().noneMatch(t -> t.fileSystem() == gone.fileSystem())) {
      int remove = Uapi.FAN_MARK_REMOVE | Uapi.FAN_MARK_FILESYSTEM;
      // Fails only when the file system took its mark away itself.
      int ignored =
          EventCalls.fanotifyMark(group.number(), remove, gone.mask(), gone.root().number());
    }
    gone.root().close();
  }

  @Override
  public boolean await(int millis) throws LinuxException {
    return EventReads.await(group, millis);
  }

  @Override
  public synchronized void drain(Listener listener) throws LinuxException {
    int events = 0;
    int length = EventReads.read(group, buffer);
    while (length > 0) {
      for (int at = 0; at < length; at += buffer.getInt(at + Uapi.FanotifyEvent.LEN)) {
        event(at, listener);
        events++;
      }
      length = events < EventReads.MOST ? EventReads.read(group, buffer) : 0;
    }
  }

  private void event(int at, Listener listener) throws LinuxException {
    long mask = buffer.getLong(at + Uapi.FanotifyEvent.MASK);
    if ((mask & Uapi.FAN_Q_OVERFLOW) != 0) {
      trees.keySet().forEach(listener::lost);
    }
    boolean directory = (mask & Uapi.FAN_ONDIR) != 0;
    boolean moves = (mask & (RENAMES | OLD_RENAMES | Uapi.FAN_CREATE)) != 0;
    if (directory && (mask & (RENAMES | OLD_RENAMES)) != 0) {
      places.clear(); // paths below it are others now
    }
    int end = at + buffer.getInt(at + Uapi.FanotifyEvent.LEN);
    int info = at + (buffer.getShort(at + Uapi.FanotifyEvent.METADATA_LEN) & 0xffff);
    while (info < end) {
      int length = buffer.getShort(info + Uapi.FanotifyFid.LEN) & 0xffff;
      int type = buffer.get(info + Uapi.FanotifyFid.TYPE) & 0xff;
      if (type == Uapi.FAN_EVENT_INFO_TYPE_DFID_NAME
          || type == Uapi.FAN_EVENT_INFO_TYPE_OLD_DFID_NAME
          || type == Uapi.FAN_EVENT_INFO_TYPE_NEW_DFID_NAME) {
        boolean left = type == Uapi.FAN_EVENT_INFO_TYPE_OLD_DFID_NAME;
        name(info, length, directory && moves && !left, listener);
      }
      info += Math.max(length, Uapi.FanotifyFid.HANDLE);
    }
  }

  private void name(int info, int length, boolean arrived, Listener listener)
      throws LinuxException {
    Place place = place(FileHandle.read(buffer, info), listener);
    Tree tree = place.tree;
    if (tree == null) {
      return;
    }
    int from = info + Uapi.FanotifyFid.HANDLE + FileHandle.length(buffer, info);
    int to = from;
    while (to < info + length && buffer.get(to) != 0) {
      to++;
    }
    byte[] name = new byte[to - from];
    buffer.get(from, name);
    if (Arrays.equals(name, SELF)) {
      listener.changed(tree.number(), place.path);
    } else if (arrived) {
      listener.arrived(tree.number(), join(place.path, name));
    } else {
      listener.changed(tree.number(), join(place.path, name));
    }
  }

  private Place place(FileHandle handle, Listener listener) {
    Place known = places.get(handle);
    if (known != null) {
      return known;
    }
    Place found = find(handle, listener);
    if (found == null) {
      return NOWHERE; // asked again next time
    }
    if (places.size() >= KNOWN_HANDLES) {
      places.clear();
    }
    places.put(handle, found);
    return found;
  }

  private @Nullable Place find(FileHandle handle, Listener listener) {
    Tree any = null;
    for (Tree tree : trees.values()) {
      any = tree.fileSystem() == handle.fileSystem() ? tree : any;
    }
    if (any == null) {
      return NOWHERE;
    }
    try (Fd directory = handle.open(any.root())) {
      Place found = within(path(directory));
      // Of a directory that is removed and still open somewhere Linux tells a path with a mark
      // behind it. Asked after the path: what has links now had no mark then.
      return directory.stat().links() == 0 ? NOWHERE : found;
    } catch (LinuxException e) {
      if (e.is(Errno.ESTALE) || e.is(Errno.ENOENT)) {
        return NOWHERE; // what became of it was an event of the directory it was in
      }
      if (e.is(Errno.ENAMETOOLONG)) {
        deep(handle, any.root(), listener);
      } else {
        trees.keySet().forEach(listener::lost);
      }
      return null;
    }
  }

  /** A path beyond PATH_MAX cannot be read: the nearest directory above that can be is told. */
  private void deep(FileHandle handle, Fd mount, Listener listener) {
    try (Fd start = handle.open(mount)) {
      Place above = readableAbove(start);
      Tree tree = above.tree;
      if (tree != null) {
        listener.arrived(tree.number(), above.path);
      }
    } catch (LinuxException e) {
      trees.keySet().forEach(listener::lost);
    }
  }

  private Place readableAbove(Fd start) throws LinuxException {
    Fd at = start;
    try {
      while (true) {
        byte[] up = {'.', '.'};
        int flags = Uapi.O_PATH | Uapi.O_DIRECTORY | Uapi.O_CLOEXEC;
        int number = FileCalls.openat(at.number(), up, flags);
        Fd parent = new Fd(LinuxException.check(number, "openat", "../"), "../");
        if (at != start) {
          at.close();
        }
        at = parent;
        try {
          return within(path(at));
        } catch (LinuxException e) {
          if (!e.is(Errno.ENAMETOOLONG)) {
            throw e;
          }
        }
      }
    } finally {
      if (at != start) {
        at.close();
      }
    }
  }

  private Place within(byte[] path) {
    for (Tree tree : trees.values()) {
      byte[] root = tree.rootPath();
      boolean same = path.length >= root.length && Arrays.mismatch(path, root) >= root.length;
      if (Arrays.equals(path, root)) {
        return new Place(tree, new byte[0]);
      }
      if (same && path[root.length] == '/') {
        return new Place(tree, Arrays.copyOfRange(path, root.length + 1, path.length));
      }
    }
    return NOWHERE;
  }

  private static byte[] path(Fd fd) throws LinuxException {
    byte[] link = fd.path().toString().getBytes(StandardCharsets.US_ASCII);
    int[] errno = new int[1];
    byte[] path = FileCalls.readlinkat(Uapi.AT_FDCWD, link, errno);
    LinuxException.check(-errno[0], "readlink", fd.toString());
    return path;
  }

  static byte[] join(byte[] directory, byte[] name) {
    if (directory.length == 0) {
      return name;
    }
    byte[] path = Arrays.copyOf(directory, directory.length + 1 + name.length);
    path[directory.length] = '/';
    System.arraycopy(name, 0, path, directory.length + 1, name.length);
    return path;
  }

  @Override
  public synchronized void close() {
    group.close();
    trees.values().forEach(t -> t.root().close());
    trees.clear();
    places.clear();
  }
}
