package io.labvm.nodechannel.reading;

import java.util.HashMap;
import java.util.Map;

/** How many answers are under way: bounded, and not all of them for one desktop. */
public final class Slots {
  private static final int ALL = 64;
  private static final int PER_DESKTOP = 6;

  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  /** Given back by closing. */
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * One for this desktop.
   *
   * @throws Refusal {@code busy}
   */
  public synchronized Slot take(String desktop) throws Refusal {
    int own = taken.getOrDefault(desktop, 0);
    if (all >= ALL || own >= PER_DESKTOP) {
      throw new Refusal(503, "busy", "too much is being read at the moment");
    }
    all++;
    taken.put(desktop, own + 1);
    return () -> giveBack(desktop);
  }

  private synchronized void giveBack(String desktop) {
    all--;
    taken.computeIfPresent(desktop, (_, n) -> n == 1 ? null : n - 1);
  }
}
