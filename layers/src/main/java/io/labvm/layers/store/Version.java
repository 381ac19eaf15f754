package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.segment.Consistency;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A numbered stack of a desktop. What it shows never changes.
 *
 * @param number from 0 on; 0 is the bare base
 * @param base lowest in the stack
 * @param layers over it, bottom to top
 * @param covers the chain it holds; empty when the next chain must start on it anew
 * @param consistency what the newest change in it is worth
 * @param completeUpTo when the last change it holds was captured
 * @param trigger why it was made: {@code base}, {@code manual}, {@code restore}, ...
 * @param label given by a person, empty for none
 * @param operation that made it
 * @param created when
 * @param leftOut names that the desktop had then and this does not show as they were
 */
public record Version(
    int number,
    BaseId base,
    List<Digest> layers,
    Optional<Covers> covers,
    Consistency consistency,
    Instant completeUpTo,
    String trigger,
    String label,
    OperationKey operation,
    Instant created,
    LeftOut leftOut) {
  /** More layers than the kernel could ever mount. */
  static final int MAX_LAYERS = 4096;

  public static final int MAX_LABEL = 500;

  /** Trigger of what a restore keeps first, so that it can be undone. */
  public static final String BEFORE_RESTORE = "before-restore";

  /** Trigger of what a restore makes. */
  static final String RESTORE = "restore";

  private static final Pattern TRIGGER = Pattern.compile("[a-z][a-z-]{0,30}");

  public Version {
    layers = List.copyOf(layers);
    if (number < 0 || layers.size() > MAX_LAYERS || label.length() > MAX_LABEL) {
      throw new IllegalArgumentException("version " + number + " of " + layers.size() + " layers");
    }
    if (!TRIGGER.matcher(trigger).matches()) {
      throw new IllegalArgumentException("not a trigger: " + trigger);
    }
  }

  /**
   * Whether an upper goes on from this version, the newest one: it stands on it, or was sealed of
   * it. A restored version goes on from no upper.
   */
  public boolean goesOn(String upperId, int standsOn) {
    return number == standsOn || covers.filter(c -> c.upperId().equals(upperId)).isPresent();
  }
}
