package io.labvm.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Until when each holding may go on, in CLOCK_BOOTTIME.
 *
 * <p>A lease counts from the <em>sending</em> of the request that renewed it, and either the
 * control plane or the store renews it. How long it lasts is the control plane's choice. Safe for
 * several threads.
 */
final class Leases {
  /** Until the control plane has said how long. */
  static final long DEFAULT_MILLIS = 20_000;

  /**
   * Of what runs already when the guard begins: nobody knows how much of its lease the guard before
   * has used up, so it gets no more than the time to ask.
   */
  static final long FIRST_MILLIS = 4_000;

  private final Map<Holding, Long> expiries = new HashMap<>();
  private long length = DEFAULT_MILLIS;
  private boolean begun;

  /** Extends a lease; an answer that came late never shortens it. */
  synchronized void renew(Holding holding, long sentAt, long millis) {
    length = millis;
    renew(holding, sentAt);
  }

  /** Extends a lease by what the control plane said last. */
  synchronized void renew(Holding holding, long sentAt) {
    expiries.merge(holding, sentAt + length, Math::max);
  }

  /** Starts leases of what is new here and forgets what is no longer held. */
  synchronized void holding(Collection<Holding> held, long now) {
    long first = now + (begun ? length : FIRST_MILLIS);
    expiries.keySet().retainAll(held);
    held.forEach(holding -> expiries.putIfAbsent(holding, first));
    begun = true;
  }

  /** Whose lease is out. */
  synchronized List<Holding> expired(long now) {
    return expiries.entrySet().stream()
        .filter(lease -> lease.getValue() < now)
        .map(Map.Entry::getKey)
        .toList();
  }
}
