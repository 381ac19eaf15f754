package io.labvm.control.idleness;

import io.labvm.contract.idleness.UsedBy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When one life of a desktop was used last.
 *
 * @param toldAt when its node told what was looked at last
 * @param cpuSeconds of processors until then; null while nobody knows
 * @param by what used it
 */
record Use(long epoch, Instant toldAt, @Nullable Double cpuSeconds, Instant usedAt, UsedBy by) {
  /** Between two looks at most; what happened in a longer time nobody knows. */
  private static final Duration GAP = Duration.ofMinutes(5);

  /** A mean over less says little. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  private static final double MILLIS = 1000;

  /**
   * What its node told of this life.
   *
   * @param cpu processors in use at that moment
   * @param cpuSeconds null when its node cannot count
   * @param gpu whether a process of it is on a GPU; null when its node cannot tell
   * @param inputAgo null from an agent that does not tell
   */
  record Told(
      Instant at,
      double cpu,
      @Nullable Double cpuSeconds,
      @Nullable Boolean gpu,
      int connections,
      @Nullable Duration inputAgo) {
    private @Nullable Instant input() {
      if (inputAgo == null) {
        return connections > 0 ? at : null;
      }
      return at.minus(inputAgo);
    }
  }

  /**
   * Until when nobody used it, as far as anybody knows, when it was used anew.
   *
   * @param next what is so after another look
   */
  Instant restedUntil(Use next) {
    return next.by() == UsedBy.UNKNOWN ? toldAt : next.usedAt();
  }

  /** Of a life that nobody has looked at before. */
  static Use begun(long epoch, @Nullable Told told, Instant now) {
    return told == null
        ? new Use(epoch, now, null, now, UsedBy.START)
        : new Use(epoch, told.at(), told.cpuSeconds(), now, UsedBy.START);
  }

  /**
   * After another look.
   *
   * @param told null when its node is silent, or tells of another life
   */
  Use next(@Nullable Told told, Instant now) {
    if (told == null) {
      return new Use(epoch, toldAt, cpuSeconds, now, UsedBy.SILENT);
    }
    Duration since = Duration.between(toldAt, told.at());
    if (since.compareTo(GAP) > 0) {
      return used(told, now, UsedBy.UNKNOWN);
    }
    if (told.gpu() == null || told.cpuSeconds() == null) {
      return used(told, now, UsedBy.UNKNOWN);
    }
    if (told.gpu()) {
      return used(told, now, UsedBy.GPU);
    }
    if (since.compareTo(LEAST) < 0) {
      return withInput(told, this);
    }
    return cpus(told, since) >= Resting.CPUS
        ? used(told, now, UsedBy.CPU)
        : withInput(told, used(told, usedAt, by));
  }

  private Use used(Told told, Instant at, UsedBy what) {
    return new Use(epoch, told.at(), told.cpuSeconds(), at, what);
  }

  private Use withInput(Told told, Use next) {
    Instant input = told.input();
    return input != null && input.isAfter(usedAt)
        ? new Use(epoch, next.toldAt(), next.cpuSeconds(), input, UsedBy.INPUT)
        : next;
  }

  /** The mean since the last look, so that nothing between two looks is missed. */
  private double cpus(Told told, Duration since) {
    Double now = told.cpuSeconds();
    return now == null || cpuSeconds == null || now < cpuSeconds
        ? told.cpu()
        : (now - cpuSeconds) / (since.toMillis() / MILLIS);
  }
}
