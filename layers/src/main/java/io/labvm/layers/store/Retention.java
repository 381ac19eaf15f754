package io.labvm.layers.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How many versions to keep: the newest ones, and the newest one of each of the last hours, days,
 * weeks and months that have any. The rules add up; periods are those of UTC.
 */
public record Retention(int last, int hourly, int daily, int weekly, int monthly) {
  public Retention {
    if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0) {
      throw new IllegalArgumentException("a negative number of versions");
    }
  }

  /** Whether any rule is given: without one everything would go. */
  public boolean isEmpty() {
    return last + hourly + daily + weekly + monthly == 0;
  }

  /**
   * A version as the rules see it.
   *
   * @param number of the version
   * @param time it was made
   */
  public record Candidate(int number, Instant time) {}

  /** The numbers that stay. */
  Set<Integer> keep(List<Candidate> versions) {
    List<Candidate> newestFirst =
        versions.stream().sorted((a, b) -> Integer.compare(b.number(), a.number())).toList();
    Set<Integer> kept = new TreeSet<>();
    newestFirst.stream().limit(last).forEach(c -> kept.add(c.number()));
    keepOnePer(newestFirst, hourly, t -> t.truncatedTo(ChronoUnit.HOURS), kept);
    keepOnePer(newestFirst, daily, t -> t.truncatedTo(ChronoUnit.DAYS), kept);
    keepOnePer(
        newestFirst,
        weekly,
        t -> t.get(IsoFields.WEEK_BASED_YEAR) * 100 + t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        kept);
    keepOnePer(newestFirst, monthly, t -> t.getYear() * 100 + t.getMonthValue(), kept);
    return kept;
  }

  private static void keepOnePer(
      List<Candidate> newestFirst,
      int most,
      Function<ZonedDateTime, Object> period,
      Set<Integer> kept) {
    Set<Object> seen = new HashSet<>();
    for (Candidate candidate : newestFirst) {
      if (seen.size() == most) {
        return;
      }
      if (seen.add(period.apply(candidate.time().atZone(ZoneOffset.UTC)))) {
        kept.add(candidate.number());
      }
    }
  }
}
