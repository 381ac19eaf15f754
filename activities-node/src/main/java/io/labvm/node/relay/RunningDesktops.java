package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The desktops that run here, as connections and figures see them. */
public final class RunningDesktops {
  private final Map<DesktopId, Running> desktops = new ConcurrentHashMap<>();

  /**
   * One running desktop.
   *
   * @param address its IPv4 address
   * @param container the engine's id of its container
   */
  public record Running(long epoch, String address, String container) {}

  /** Adds or replaces. */
  public void put(DesktopId desktop, Running running) {
    desktops.put(desktop, running);
  }

  /** Takes it out; nothing when it is not here. */
  public void remove(DesktopId desktop) {
    desktops.remove(desktop);
  }

  public Optional<Running> find(DesktopId desktop) {
    return Optional.ofNullable(desktops.get(desktop));
  }

  /** All of them now. */
  public Map<DesktopId, Running> all() {
    return Map.copyOf(desktops);
  }
}
