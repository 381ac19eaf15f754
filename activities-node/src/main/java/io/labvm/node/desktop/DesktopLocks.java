package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets calls for one desktop run one after another; other desktops are not held up. */
final class DesktopLocks {
  private final Map<DesktopId, Held> locks = new HashMap<>();

  /** Runs alone among the calls for this desktop. */
  <R> R alone(DesktopId desktop, Supplier<R> work) {
    Held held = take(desktop);
    held.lock.lock();
    try {
      return work.get();
    } finally {
      held.lock.unlock();
      giveBack(desktop, held);
    }
  }

  private synchronized Held take(DesktopId desktop) {
    Held held = locks.computeIfAbsent(desktop, _ -> new Held());
    held.users++;
    return held;
  }

  private synchronized void giveBack(DesktopId desktop, Held held) {
    held.users--;
    if (held.users == 0) {
      locks.remove(desktop);
    }
  }

  private static final class Held {
    private final ReentrantLock lock = new ReentrantLock(true);
    private int users;
  }
}
