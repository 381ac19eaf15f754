package io.labvm.layers.view;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.layer.ManifestReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the manifests of a view beside somebody who walks the view in order, so that a
 * flipped bit of an image is not handed on. Costs the reading of the manifests up to the last name
 * asked for; keeps one entry of each.
 */
final class Proofs implements Closeable {
  private final Map<String, Cursor> cursors = new HashMap<>();

  private static final class Cursor {
    private final ManifestReader reader;
    private @Nullable DeltaEntry entry;

    private Cursor(ManifestReader reader) throws IOException {
      this.reader = reader;
      this.entry = reader.next();
    }

    private Optional<Body.Data> find(TreePath path) throws IOException {
      while (entry != null && entry.path().compareTo(path) < 0) {
        entry = reader.next();
      }
      return entry != null && entry.path().equals(path) && entry.body() instanceof Body.Data data
          ? Optional.of(data)
          : Optional.empty();
    }
  }

  /**
   * For the content of a regular file.
   *
   * @param path behind all that were asked for before
   * @return empty when the image that shows the file has no manifest
   */
  Optional<ContentProof> of(TreePath path, ViewNode file) throws IOException {
    Optional<Manifest> manifest = file.top().layer().manifest();
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    Body.Data wanted =
        cursor(manifest.get())
            .find(path)
            .filter(data -> data.size() == file.inode().size())
            .orElseThrow(() -> unknown(manifest.get(), path));
    return Optional.of(new ContentProof(manifest.get().image(), path, wanted));
  }

  private static LayerException unknown(Manifest manifest, TreePath path) {
    return LayerException.about(
        LayerError.DAMAGED,
        manifest.image(),
        "%s shows a file /%s that its manifest has not".formatted(manifest.image(), path));
  }

  private Cursor cursor(Manifest manifest) throws IOException {
    String key = manifest.id().toString();
    Cursor known = cursors.get(key);
    if (known != null) {
      return known;
    }
    Cursor made = new Cursor(ManifestReader.open(manifest.file(), manifest.id()));
    cursors.put(key, made);
    return made;
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : cursors.values()) {
      cursor.reader.close();
    }
  }
}
