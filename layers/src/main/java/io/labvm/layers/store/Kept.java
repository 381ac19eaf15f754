package io.labvm.layers.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The versions of a desktop that no rule and nobody may remove now. */
final class Kept {
  private final Store store;
  private final DesktopKey desktop;
  private final Versions versions;
  private final List<Integer> numbers;
  private final Optional<Epoch> holder;

  Kept(Store store, DesktopKey desktop) throws IOException {
    this.store = store;
    this.desktop = desktop;
    this.versions = store.versions(desktop);
    this.numbers = versions.numbers();
    this.holder = store.desktops().currentEpoch(desktop);
  }

  /** Why a version stays, as the end of a sentence; empty when it may go. */
  Optional<String> reason(int number) throws IOException {
    if (numbers.isEmpty() || numbers.getFirst() == number) {
      return Optional.of("is the newest");
    }
    if (holder.isPresent() && holder.get().version() == number) {
      return Optional.of("is what upper " + holder.get().holder().upperId() + " stands on");
    }
    if (number == 0 && store.desktops().isBareAtFirst(desktop)) {
      return Optional.of("is the base alone, which takes no room");
    }
    return versions.marks(number).pinned() ? Optional.of("is pinned") : Optional.empty();
  }
}
