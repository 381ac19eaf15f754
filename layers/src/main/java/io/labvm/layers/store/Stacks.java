package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.view.Manifest;
import io.labvm.layers.view.StackImage;
import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What the versions of one desktop are made of, and their merged views. */
public final class Stacks {
  private final Store store;
  private final DesktopKey desktop;

  Stacks(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  /** The shortest stack that shows a version. Refused when the version is damaged. */
  public Stack shortest(Version version) throws IOException {
    return new Stack(version.base(), withoutRepeats(layers(cover(version))));
  }

  /** The fewest layers that stand for those of a version, in its order. */
  List<Equivalents.Equivalent> cover(Version version) throws IOException {
    Versions versions = store.versions(desktop);
    versions.requireSound(version.number());
    return cover(versions.layers(version), usable());
  }

  /**
   * The topmost of layers that lie in a list twice, as after two starts on new uppers that began
   * with the same changes. All that a layer says is decided by where it lies topmost; overlayfs
   * refuses the same directory twice (ELOOP).
   */
  static List<Digest> withoutRepeats(List<Digest> layers) {
    return List.copyOf(new LinkedHashSet<>(layers.reversed())).reversed();
  }

  private List<Equivalents.Equivalent> usable() throws IOException {
    return new Equivalents(store, desktop)
        .list().stream().filter(e -> store.layers().exists(e.layer())).toList();
  }

  static List<Digest> layers(List<Equivalents.Equivalent> cover) {
    return cover.stream().map(Equivalents.Equivalent::layer).toList();
  }

  /**
   * The fewest layers that stand for a list, by what equals runs of it; many stand for themselves.
   */
  static List<Equivalents.Equivalent> cover(
      List<Digest> layers, List<Equivalents.Equivalent> equivalents) {
    int n = layers.size();
    int[] fewest = new int[n + 1];
    List<Optional<Equivalents.Equivalent>> last =
        new ArrayList<>(Collections.nCopies(n + 1, Optional.empty()));
    for (int to = 1; to <= n; to++) {
      fewest[to] = fewest[to - 1] + 1;
      for (Equivalents.Equivalent e : equivalents) {
        int from = to - e.layers().size();
        if (from >= 0 && fewest[from] + 1 < fewest[to] && e.fits(layers, from)) {
          fewest[to] = fewest[from] + 1;
          last.set(to, Optional.of(e));
        }
      }
    }
    List<Equivalents.Equivalent> cover = new ArrayList<>();
    for (int to = n; to > 0; to -= cover.getLast().layers().size()) {
      Digest own = layers.get(to - 1);
      cover.add(last.get(to).orElse(new Equivalents.Equivalent(own, List.of(own))));
    }
    return cover.reversed();
  }

  /** The merged view of a version; the caller closes it. */
  public StackView open(Version version) throws IOException {
    return open(shortest(version));
  }

  /** The merged view of a stack, read from the store; the caller closes it. */
  public StackView open(Stack stack) throws IOException {
    return open(store, stack);
  }

  static StackView open(Store store, Stack stack) throws IOException {
    List<StackImage> images = new ArrayList<>();
    try {
      for (Digest layer : stack.topFirst()) {
        Path image = store.layers().image(layer);
        var manifest = new Manifest(image, store.layers().manifest(layer), layer);
        images.add(image(layer.toString(), image, store.data(), Optional.of(manifest)));
      }
      Path base = store.bases().image(store.bases().get(stack.base()).id());
      images.add(image(stack.base().toString(), base, DataFiles.none(), Optional.empty()));
      return new StackView(images);
    } catch (IOException | RuntimeException e) {
      for (StackImage image : images) {
        image.image().close();
      }
      throw e;
    }
  }

  private static StackImage image(String id, Path file, DataFiles data, Optional<Manifest> manifest)
      throws IOException {
    try {
      return new StackImage(id, ErofsImage.open(file, data), manifest);
    } catch (NoSuchFileException e) {
      throw LayerException.damaged(file, 0, "the image is missing");
    }
  }
}
