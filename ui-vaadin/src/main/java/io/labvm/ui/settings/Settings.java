package io.labvm.ui.settings;

/**
 * What an admin may change.
 *
 * @param approvalRequired true when an admin decides on every new registration
 * @param startElsewhereMinutes how long a node has to be lost until its desktops start elsewhere by
 *     themselves; 0 for never
 * @param stopUnusedHours how long nobody has to have used a desktop until it is stopped; 0 for
 *     never
 * @param mostLockDays how far away the day may be until which a member keeps a desktop from that
 */
public record Settings(
    boolean approvalRequired, int startElsewhereMinutes, int stopUnusedHours, int mostLockDays) {
  /** A day: who waits longer does not want it by itself. */
  public static final int MOST_MINUTES = 1440;

  /** A year. */
  public static final int MOST_HOURS = 8760;

  /** A year. */
  public static final int MOST_LOCK_DAYS = 365;

  /** What holds until an admin changes it. */
  public static final int LOCK_DAYS = 14;

  public Settings {
    check("startElsewhereMinutes", startElsewhereMinutes, 0, MOST_MINUTES);
    check("stopUnusedHours", stopUnusedHours, 0, MOST_HOURS);
    check("mostLockDays", mostLockDays, 1, MOST_LOCK_DAYS);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + ": " + value);
    }
  }

  /** What holds until an admin changes it, but for registrations. */
  public static Settings initial(boolean approvalRequired) {
    return new Settings(approvalRequired, 0, 0, LOCK_DAYS);
  }
}
