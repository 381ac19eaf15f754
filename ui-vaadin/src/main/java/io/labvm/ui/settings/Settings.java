package io.labvm.ui.settings;

/**
 * What an admin may change.
 *
 * @param approvalRequired true when an admin decides on every new registration
 * @param startElsewhereMinutes how long a node has to be lost until its desktops start elsewhere by
 *     themselves; 0 for never
 */
public record Settings(boolean approvalRequired, int startElsewhereMinutes) {
  /** A day: who waits longer does not want it by itself. */
  public static final int MOST_MINUTES = 1440;

  public Settings {
    if (startElsewhereMinutes < 0 || startElsewhereMinutes > MOST_MINUTES) {
      throw new IllegalArgumentException("startElsewhereMinutes: " + startElsewhereMinutes);
    }
  }

  public Settings approval(boolean required) {
    return new Settings(required, startElsewhereMinutes);
  }

  public Settings startElsewhere(int minutes) {
    return new Settings(approvalRequired, minutes);
  }
}
