package io.labvm.ui.versions;

import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.LeftOut;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a desktop.
 *
 * @param version its number, 1 or more
 * @param time when it was made
 * @param completeUpTo when the last change it holds was captured
 * @param trigger {@code manual}, {@code schedule} or {@code stop}
 * @param label given by a person, empty for none
 * @param consistency {@code frozen}, {@code stopped}, or {@code live}: each file whole, but no
 *     moment at which all stood side by side
 * @param layers of its stack
 * @param entries names in its newest layer
 * @param bytes of its newest layer's image: what it took to make it
 * @param operation that made it
 * @param verifiedAt when it was last read back; null when never
 * @param damage what was found then, in words; null for a sound version
 * @param uniqueBytes of what no other version needs; null while not counted
 * @param leftOut what it does not show as the desktop had it, by kind; empty as a rule
 */
public record VersionView(
    long version,
    Instant time,
    Instant completeUpTo,
    String trigger,
    String label,
    boolean pinned,
    String consistency,
    int layers,
    long entries,
    long bytes,
    OperationId operation,
    @Nullable Instant verifiedAt,
    @Nullable String damage,
    @Nullable Long uniqueBytes,
    List<LeftOut> leftOut) {
  public VersionView {
    leftOut = List.copyOf(leftOut);
  }

  /** Whether it must not be offered. */
  public boolean damaged() {
    return damage != null;
  }
}
