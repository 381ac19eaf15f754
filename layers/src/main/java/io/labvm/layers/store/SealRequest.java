package io.labvm.layers.store;

import java.util.Optional;

/**
 * Asks for a new version of what was shipped.
 *
 * @param upTo the head the node names; empty for the newest commit of the current holder's chain
 * @param label for the version, empty for none
 * @param trigger why, as in {@link Version}
 * @param recovers whether nobody can ship again what is damaged in the store: then the version ends
 *     at the newest commit before it, and the rest stays staged
 */
public record SealRequest(
    DesktopKey desktop,
    Optional<Covers> upTo,
    String label,
    String trigger,
    OperationKey operation,
    boolean recovers) {
  /** Of a desktop whose node can ship again: a damaged segment is an error. */
  public SealRequest(
      DesktopKey desktop,
      Optional<Covers> upTo,
      String label,
      String trigger,
      OperationKey operation) {
    this(desktop, upTo, label, trigger, operation, false);
  }
}
