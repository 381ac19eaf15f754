package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The layers that any version of any desktop lists, or that stand for such.
 *
 * @param layers their ids
 * @param unreadable documents that could not be read, in words; if any, what they list is not known
 */
record Listed(Set<Digest> layers, List<String> unreadable) {
  Listed {
    layers = Set.copyOf(layers);
    unreadable = List.copyOf(unreadable);
  }

  static Listed of(Store store) throws IOException {
    Set<Digest> layers = new HashSet<>();
    List<String> unreadable = new ArrayList<>();
    for (DesktopKey desktop : store.desktops().list()) {
      try {
        add(store, desktop, layers, unreadable);
      } catch (IOException e) {
        note(e, store, unreadable);
      }
    }
    return new Listed(layers, unreadable);
  }

  private static void add(
      Store store, DesktopKey desktop, Set<Digest> layers, List<String> unreadable)
      throws IOException {
    Versions versions = store.versions(desktop);
    List<List<Digest>> stacks = new ArrayList<>();
    for (int number : versions.numbers()) {
      try {
        Version version = versions.get(number);
        stacks.add(versions.layers(version));
      } catch (IOException e) {
        note(e, store, unreadable);
      }
    }
    stacks.forEach(layers::addAll);
    for (Equivalents.Equivalent e : new Equivalents(store, desktop).list()) {
      if (stacks.stream().anyMatch(e::isIn)) {
        layers.add(e.layer());
      }
    }
  }

  /** What was removed meanwhile lists nothing; a store that is away is no damage. */
  private static void note(IOException e, Store store, List<String> unreadable) throws IOException {
    if (e instanceof LayerException layer && layer.error() == LayerError.REFUSED) {
      return;
    }
    if (!(e instanceof LayerException) && !store.isThere()) {
      throw e;
    }
    unreadable.add(String.valueOf(e.getMessage()));
  }
}
