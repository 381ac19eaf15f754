package io.labvm.layers.store;

import io.labvm.layers.delta.Digest;
import java.util.List;

/**
 * What a look for things that no desktop needs came to.
 *
 * @param layers moved to the trash
 * @param data files moved to the trash
 * @param waiting how many layers no version lists, but not for long enough
 * @param freed bytes of what was removed from the trash for good
 * @param unreadable documents that could not be read: then no layer is moved
 */
public record Swept(
    List<Digest> layers, List<Digest> data, int waiting, long freed, List<String> unreadable) {
  public Swept {
    layers = List.copyOf(layers);
    data = List.copyOf(data);
    unreadable = List.copyOf(unreadable);
  }
}
