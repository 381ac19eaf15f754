package io.labvm.linux;

import java.nio.file.Path;

/**
 * Tells which names below some directories change. Events are hints where to look, never facts: a
 * name may be told too often, and what is there now only a look can say. All methods may be called
 * by several threads.
 */
public sealed interface TreeEvents extends AutoCloseable permits FanotifyEvents, InotifyEvents {
  /** How the kernel is asked. */
  enum Source {
    /** One mark per file system (Linux 5.9, CAP_SYS_ADMIN); sees everything from the mark on. */
    FANOTIFY,
    /** One watch per directory, 1.3 kB of kernel memory each, up to a limit. */
    INOTIFY
  }

  /** Opens the given source; a kernel or privilege that is missing is a LinuxException. */
  static TreeEvents open(Source source) throws LinuxException {
    return switch (source) {
      case FANOTIFY -> FanotifyEvents.open();
      case INOTIFY -> InotifyEvents.open();
    };
  }

  Source source();

  /**
   * Begins to tell changes below a directory; whatever is there already must be looked at after
   * this call. Trees must not lie within each other.
   *
   * @param tree number that the listener is given
   * @return false when not all of it can be told (too many directories, too deep): unwatch it and
   *     scan instead
   */
  boolean watch(int tree, Path root) throws LinuxException;

  /** Ends it; an unknown tree is nothing. */
  void unwatch(int tree);

  /** Waits until something can be drained or the time is over. */
  boolean await(int millis) throws LinuxException;

  /**
   * Hands over what happened before this call. What exceeds some ten thousand events is left for
   * the next call, for which {@link #await} does not wait; what exceeds the kernel's queue
   * (fs.fanotify.max_queued_events, fs.inotify.max_queued_events) is told as lost.
   */
  void drain(Listener listener) throws LinuxException;

  @Override
  void close();

  /** Paths are relative to the root of their tree, empty for itself. */
  interface Listener {
    /** Something happened to a name: it may have come, gone or changed. */
    void changed(int tree, byte[] path);

    /** A directory came to this name, with whatever is in it. */
    void arrived(int tree, byte[] path);

    /** Events were lost: anything in this tree may have changed. */
    void lost(int tree);

    /** This tree cannot be told any more, as if {@link #watch} had answered false. */
    void blind(int tree);
  }
}
