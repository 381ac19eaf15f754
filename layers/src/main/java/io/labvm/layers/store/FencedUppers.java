package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Since when other uppers hold a desktop, from its newest epochs, which are read once. */
final class FencedUppers {
  private final DesktopStore desktops;
  private final DesktopKey desktop;
  private final List<Long> numbers = new ArrayList<>();

  /** How many of the epochs that were read are newer than the last one of each upper. */
  private final Map<String, Integer> newer = new HashMap<>();

  private FencedUppers(DesktopStore desktops, DesktopKey desktop) {
    this.desktops = desktops;
    this.desktop = desktop;
  }

  static FencedUppers of(DesktopStore desktops, DesktopKey desktop) throws IOException {
    FencedUppers uppers = new FencedUppers(desktops, desktop);
    List<Long> all = desktops.epochNumbers(desktop);
    for (long number : all.subList(0, Math.min(all.size(), DesktopStore.EPOCHS_SEARCHED))) {
      if (!uppers.read(number)) {
        break;
      }
    }
    return uppers;
  }

  /** False for one that is damaged: whose it was is not known, nor what is older. */
  private boolean read(long number) throws IOException {
    try {
      String upper = desktops.readEpoch(desktop, number).holder().upperId();
      newer.putIfAbsent(upper, numbers.size());
      return numbers.add(number);
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Empty while the upper is the holder's own, and while there are so few epochs that one that
   * names it must be among them. Before the ones that were read it was fenced earlier than said.
   */
  Optional<Instant> since(String upperId) throws IOException {
    boolean older = numbers.size() == DesktopStore.EPOCHS_SEARCHED;
    int later = newer.getOrDefault(upperId, older ? numbers.size() : 0);
    return later == 0
        ? Optional.empty()
        : Optional.of(
            Files.getLastModifiedTime(desktops.epochFile(desktop, numbers.get(later - 1)))
                .toInstant());
  }
}
