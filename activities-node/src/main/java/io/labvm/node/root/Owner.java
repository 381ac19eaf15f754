package io.labvm.node.root;

import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.store.BaseId;
import java.util.List;

/**
 * What the node remembers of an upper, in {@code owner.json} beside it.
 *
 * @param upper its id
 * @param epoch the newest epoch at which it was prepared
 * @param base what it stands on
 * @param layers between base and upper, top first
 * @param created the epoch at which it was made, empty
 * @param restsSince epoch milliseconds since when it is not prepared, 0 while it is
 * @param freed true when the upper was given up, since a version holds all of it
 */
public record Owner(
    UpperId upper,
    long epoch,
    BaseId base,
    List<String> layers,
    long created,
    long restsSince,
    boolean freed) {
  public Owner {
    layers = List.copyOf(layers);
  }

  /** A new upper. */
  Owner(UpperId upper, long epoch, BaseId base, List<String> layers) {
    this(upper, epoch, base, layers, epoch, 0, false);
  }

  Owner preparedAt(long newer, List<String> now) {
    return new Owner(upper, newer, base, now, created, 0, freed);
  }

  Owner restingSince(long millis) {
    return new Owner(upper, epoch, base, layers, created, millis, freed);
  }

  Owner given() {
    return new Owner(upper, epoch, base, layers, created, restsSince, true);
  }
}
