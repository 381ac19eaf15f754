package io.labvm.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Until when each holding may go on, in CLOCK_BOOTTIME.
 *
 * <p>A lease counts from the <em>sending</em> of the request that renewed it, and either the
 * control plane or the store renews it. What does not exist yet: an expired lease is reported but
 * freezes nothing, because nothing starts desktops elsewhere without asking this guard first; that
 * comes with the switch. Safe for several threads.
 */
final class Leases {
  /** The lease without automatic failover. */
  static final long DEFAULT_MILLIS = 300_000;

  private final Map<Holding, Long> expiries = new HashMap<>();
  private final Set<Holding> reported = new HashSet<>();

  /** Extends a lease; an answer that came late never shortens it. */
  synchronized void renew(Holding holding, long sentAt, long millis) {
    expiries.merge(holding, sentAt + millis, Math::max);
    reported.remove(holding);
  }

  /** Starts leases of what is new here and forgets what is no longer held. */
  synchronized void holding(Collection<Holding> held, long now) {
    expiries.keySet().retainAll(held);
    reported.retainAll(held);
    held.forEach(holding -> expiries.putIfAbsent(holding, now + DEFAULT_MILLIS));
  }

  /** Leases that ran out since the last call. */
  synchronized List<Holding> newlyExpired(long now) {
    return expiries.entrySet().stream()
        .filter(lease -> lease.getValue() < now)
        .map(Map.Entry::getKey)
        .filter(reported::add)
        .toList();
  }
}
