package io.labvm.ui.desktops;

import io.labvm.contract.desktop.Limits;
import org.jspecify.annotations.Nullable;

/** Limits that somebody wants; what is null stays as it is. */
public record LimitsWish(
    @Nullable Integer milliCpus,
    @Nullable Long memoryBytes,
    @Nullable Integer pids,
    @Nullable Long shmBytes) {
  /** All of them. */
  public static LimitsWish of(Limits limits) {
    return new LimitsWish(
        limits.milliCpus(), limits.memoryBytes(), limits.pids(), limits.shmBytes());
  }
}
