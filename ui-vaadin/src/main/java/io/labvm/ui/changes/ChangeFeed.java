package io.labvm.ui.changes;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Pushes changes of rows to pages and long polls, from all portal processes.
 *
 * <p>Changes are coalesced per subscriber; a slow one gets fewer and larger sets, never more
 * memory. After a lost connection to the database every subscriber gets {@code *} of every kind.
 */
public interface ChangeFeed {
  /**
   * Calls the listener on a thread of its own, one call at a time, with the changes since its last
   * call, and of the few seconds before the first: whoever read the rows a moment ago and then
   * subscribes misses nothing.
   *
   * @param filter which changes matter; fast, called on the feed's thread
   * @param listener must not block for long; an exception is logged and the subscription goes on
   */
  Subscription subscribe(Predicate<Change> filter, Consumer<Set<Change>> listener);

  /** Ends with close(), which may be repeated. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
