package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The desktops that run here, as connections and figures see them. */
public final class RunningDesktops {
  private final Map<DesktopId, Running> desktops = new ConcurrentHashMap<>();

  /** By desktop, when it had input last. */
  private final Map<DesktopId, Long> inputs = new ConcurrentHashMap<>();

  private final LongSupplier nanoTime;

  public RunningDesktops() {
    this(System::nanoTime);
  }

  /** With another clock. */
  public RunningDesktops(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * One running desktop.
   *
   * @param address its IPv4 address
   * @param container the engine's id of its container
   */
  public record Running(long epoch, String address, String container) {}

  /** Adds or replaces; what input it had before is not known. */
  public void put(DesktopId desktop, Running running) {
    desktops.put(desktop, running);
    inputs.put(desktop, nanoTime.getAsLong());
  }

  /** Takes it out; nothing when it is not here. */
  public void remove(DesktopId desktop) {
    desktops.remove(desktop);
    inputs.remove(desktop);
  }

  /** Somebody connected, or used keyboard, mouse or clipboard; nothing when it is not here. */
  public void noteInput(DesktopId desktop) {
    inputs.computeIfPresent(desktop, (_, _) -> nanoTime.getAsLong());
  }

  /** Time since it had input, or came here; none when it is not here. */
  public Duration sinceInput(DesktopId desktop) {
    long now = nanoTime.getAsLong();
    return Duration.ofNanos(Math.max(0, now - inputs.getOrDefault(desktop, now)));
  }

  public Optional<Running> find(DesktopId desktop) {
    return Optional.ofNullable(desktops.get(desktop));
  }

  /** All of them now. */
  public Map<DesktopId, Running> all() {
    return Map.copyOf(desktops);
  }
}
