package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.segment.SegmentReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;

/**
 * The data files that a staged segment refers to, or the image of a layer, be it in the trash.
 *
 * @param ids of these
 * @param unreadable what could not be read, in words; if anything, what it refers to is not known
 */
record ReferredData(Set<Digest> ids, List<String> unreadable) {
  /**
   * Looks through the store. Segments first: one that is gone by now is in a layer that was there
   * before, and so is found behind them.
   */
  static ReferredData of(Store store) throws IOException {
    ReferredData found = new ReferredData(new HashSet<>(), new ArrayList<>());
    for (DesktopKey desktop : store.desktops().list()) {
      for (Path segment : store.desktops().stagedSegments(desktop)) {
        found.addSegment(segment);
      }
    }
    for (Digest layer : store.layers().ids()) {
      found.addLayer(store.layers().directory(layer), layer);
    }
    try (DirectoryStream<Path> trash = Files.newDirectoryStream(store.trash(), "layer.*")) {
      for (Path entry : trash) {
        Matcher m = TrashSweep.LAYER.matcher(entry.getFileName().toString());
        if (m.matches()) {
          found.addLayer(entry, Digest.parse(m.group(1)));
        }
      }
    }
    return found;
  }

  private void addSegment(Path segment) throws IOException {
    try {
      forEach(segment, ids::add);
    } catch (NoSuchFileException e) {
      return; // sealed meanwhile
    } catch (LayerException e) {
      unreadable.add(String.valueOf(e.getMessage()));
    }
  }

  /** The data files a segment refers to, one as often as it does. */
  static void forEach(Path segment, Consumer<Digest> each) throws IOException {
    try (SegmentReader reader = SegmentReader.open(segment)) {
      for (DeltaEntry entry; (entry = reader.next()) != null; ) {
        if (entry.body() instanceof Body.Data data) {
          forEach(data, each);
        }
      }
    }
  }

  private static void forEach(Body.Data data, Consumer<Digest> each) {
    for (Part part : data.parts()) {
      Digest id = part.data();
      if (id != null) {
        each.accept(id);
      }
    }
  }

  private void addLayer(Path directory, Digest layer) throws IOException {
    try {
      Path document = directory.resolve(LayerPool.DOCUMENT);
      ids.addAll(LayerDocument.read(document, layer).summary().data());
    } catch (NoSuchFileException e) {
      unreadable.add(e.getMessage() + " is missing"); // moved just now, or damaged
    } catch (LayerException e) {
      unreadable.add(String.valueOf(e.getMessage()));
    }
  }
}
