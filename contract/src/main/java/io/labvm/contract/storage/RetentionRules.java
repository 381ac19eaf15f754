package io.labvm.contract.storage;

/**
 * How many versions of a desktop stay: the newest ones, and the newest one of each of the last
 * hours, days, weeks and months that have any. The rules add up; the newest and pinned versions
 * stay anyway.
 */
public record RetentionRules(int last, int hourly, int daily, int weekly, int monthly) {
  /** What holds for desktops whose owners wish nothing else. */
  public static final RetentionRules DEFAULT = new RetentionRules(3, 24, 7, 4, 6);

  /** More than anybody keeps. */
  public static final int MOST = 1000;

  public RetentionRules {
    if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0) {
      throw new IllegalArgumentException("a negative number of versions");
    }
  }
}
