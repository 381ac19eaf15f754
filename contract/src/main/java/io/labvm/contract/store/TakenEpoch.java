package io.labvm.contract.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.UpperId;
import org.jspecify.annotations.Nullable;

/**
 * The epoch that now belongs to the asker.
 *
 * @param upper it names; null when the asker left no choice
 * @param stack that upper stands on; null likewise
 */
public record TakenEpoch(
    long epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UpperId upper,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StoredStack stack) {
  /** The answer to an asker who left no choice. */
  public TakenEpoch(long epoch) {
    this(epoch, null, null);
  }
}
