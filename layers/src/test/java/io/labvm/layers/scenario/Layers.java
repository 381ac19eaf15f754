package io.labvm.layers.scenario;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.fold.Fold;
import io.labvm.layers.layer.LayerId;
import io.labvm.layers.layer.LayerReader;
import io.labvm.layers.layer.LayerSummary;
import io.labvm.layers.layer.LayerWriter;
import io.labvm.layers.view.StackImage;
import io.labvm.layers.view.StackView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layers of one desktop: folded, written, read, mounted. */
final class Layers implements AutoCloseable {
  private final Lab lab;
  private final Layer base;
  private final Path home;
  private final Map<String, Layer> published = new HashMap<>();
  private int made;

  Layers(Lab lab, Layer base, Path home) {
    this.lab = lab;
    this.base = base;
    this.home = home;
  }

  /** Something that can be read as often as it is opened. */
  interface Shipped {
    DeltaSource open() throws IOException;
  }

  /** A finished layer that is not mounted yet. */
  record Made(Path directory, LayerSummary summary) {
    DeltaSource read() throws IOException {
      return LayerReader.open(directory, summary.id());
    }
  }

  /** Mount points, top first. */
  List<Path> lowers(List<Layer> stack) {
    List<Path> lowers = new ArrayList<>();
    stack.reversed().forEach(layer -> lowers.add(layer.at()));
    lowers.add(base.at());
    return lowers;
  }

  /** The merged view of a stack, read without a mount. */
  StackView view(List<Layer> stack) throws IOException {
    List<StackImage> images = new ArrayList<>();
    for (Layer layer : stack.reversed()) {
      images.add(new StackImage(layer.name(), ErofsImage.open(layer.image())));
    }
    images.add(new StackImage(base.name(), ErofsImage.open(base.image())));
    return new StackView(images);
  }

  /** Folds over a stack. */
  Made fold(List<? extends Shipped> topFirst, List<Layer> stack) throws IOException {
    try (StackView view = view(stack)) {
      return fold(topFirst, view.below());
    }
  }

  private Made fold(List<? extends Shipped> topFirst, Below below) throws IOException {
    Path directory = Files.createDirectory(home.resolve("layer-" + made++));
    return opened(
        topFirst,
        sources -> {
          try (LayerWriter writer = LayerWriter.create(directory)) {
            Fold.run(sources, below, writer);
            return new Made(directory, writer.finish());
          }
        });
  }

  /** The name of the layer that a fold over a stack would be. */
  String nameOfFold(List<? extends Shipped> topFirst, List<Layer> stack) throws IOException {
    try (StackView view = view(stack)) {
      return nameOfFold(topFirst, view.below());
    }
  }

  /** The same over what is below as the engine or the kernel sees it. */
  String nameOfFold(List<? extends Shipped> topFirst, Below below) throws IOException {
    return opened(
        topFirst, sources -> LayerId.of(sources, below, home.resolve("manifest")).toString());
  }

  private interface Work<T> {
    T on(List<DeltaSource> topFirst) throws IOException;
  }

  private static <T> T opened(List<? extends Shipped> topFirst, Work<T> work) throws IOException {
    List<DeltaSource> sources = new ArrayList<>();
    try {
      for (Shipped one : topFirst) {
        sources.add(one.open());
      }
      return work.on(sources);
    } finally {
      for (DeltaSource source : sources) {
        source.close();
      }
    }
  }

  void discard(Made layer) throws IOException {
    Durable.remove(layer.directory());
  }

  /** Mounts a layer; one that is there already is the same one, since its name is its content. */
  Layer publish(Made layer) throws IOException {
    String id = layer.summary().id().toString();
    Layer known = published.get(id);
    if (known != null) {
      discard(layer);
      return known;
    }
    Layer mounted = lab.mounted(id, layer.directory().resolve(LayerWriter.IMAGE));
    published.put(id, mounted);
    return mounted;
  }

  Shipped shipped(Layer layer) {
    return () -> LayerReader.open(layer.image().resolveSibling(""), Digest.parse(layer.name()));
  }

  List<Shipped> shipped(List<Layer> bottomUp) {
    return bottomUp.reversed().stream().map(this::shipped).toList();
  }

  /** The names of a delta with their states, the root left out: {@code W a}, {@code N b/c}. */
  static List<String> names(Shipped shipped) throws IOException {
    List<String> names = new ArrayList<>();
    try (DeltaSource source = shipped.open()) {
      for (DeltaEntry entry = source.next(); entry != null; entry = source.next()) {
        if (!entry.path().isRoot()) {
          String path = new String(entry.path().bytes(), StandardCharsets.ISO_8859_1);
          names.add(letter(entry.state()) + " " + path);
        }
      }
    }
    return names;
  }

  private static String letter(NameState state) {
    return switch (state) {
      case WHITEOUT -> "W";
      case NODE -> "N";
      case DIRECTORY -> "P";
      case OPAQUE_DIRECTORY -> "O";
    };
  }

  @Override
  public void close() throws IOException {
    for (Layer layer : published.values()) {
      lab.unmount(layer);
    }
  }
}
