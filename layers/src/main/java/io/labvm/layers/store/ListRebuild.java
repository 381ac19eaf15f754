package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the documents anew that follow from others: which layers stand for which, from what the
 * layers say of themselves; and takes listed layers back from the trash.
 */
public final class ListRebuild {
  private ListRebuild() {}

  /** Idempotent. What could not be read is in the answer. */
  public static Verification of(Store store, OperationKey operation) throws IOException {
    List<String> damaged = new ArrayList<>();
    List<String> unsupported = new ArrayList<>();
    Map<DesktopKey, List<List<Digest>>> stacks = new HashMap<>();
    long checked = 0;
    for (DesktopKey desktop : store.desktops().list()) {
      List<List<Digest>> lists = new ArrayList<>();
      Versions versions = store.versions(desktop);
      for (int number : versions.numbersLeft()) {
        checked++;
        try {
          List<Digest> layers = versions.layers(versions.get(number));
          store.layers().require(layers);
          lists.add(layers);
        } catch (LayerException e) {
          if (e.error() != LayerError.REFUSED) { // else removed meanwhile
            listOf(e, damaged, unsupported).add(String.valueOf(e.getMessage()));
          }
        }
      }
      stacks.put(desktop, lists);
    }
    for (Digest layer : store.layers().ids()) {
      checked++;
      try {
        add(store, store.layers().get(layer), stacks, operation);
      } catch (LayerException e) {
        listOf(e, damaged, unsupported).add(String.valueOf(e.getMessage()));
      }
    }
    return new Verification(checked, damaged, unsupported);
  }

  private static List<String> listOf(
      LayerException e, List<String> damaged, List<String> unsupported) {
    return e.error() == LayerError.UNSUPPORTED ? unsupported : damaged;
  }

  private static void add(
      Store store,
      LayerDocument layer,
      Map<DesktopKey, List<List<Digest>>> stacks,
      OperationKey operation)
      throws IOException {
    if (layer.equal().size() < 2) {
      return;
    }
    Equivalents.Equivalent equivalent = new Equivalents.Equivalent(layer.id(), layer.equal());
    for (var entry : stacks.entrySet()) {
      if (entry.getValue().stream().anyMatch(equivalent::isIn)) {
        new Equivalents(store, entry.getKey()).add(equivalent, operation);
      }
    }
  }
}
