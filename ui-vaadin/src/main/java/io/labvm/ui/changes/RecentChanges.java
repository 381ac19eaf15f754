package io.labvm.ui.changes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** The changes of the last few seconds; too many become "anything". */
final class RecentChanges {
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST = 256;

  private record Noted(Change change, long at) {}

  private final ArrayDeque<Noted> noted = new ArrayDeque<>();

  synchronized void add(List<Change> changes) {
    long now = System.nanoTime();
    changes.forEach(change -> noted.add(new Noted(change, now)));
    if (noted.size() > MOST) {
      noted.clear();
      Change.anything().forEach(change -> noted.add(new Noted(change, now)));
    }
  }

  /** Oldest first. */
  synchronized List<Change> list() {
    long now = System.nanoTime();
    noted.removeIf(each -> now - each.at() > KEPT_NANOS);
    return noted.stream().map(Noted::change).distinct().toList();
  }
}
