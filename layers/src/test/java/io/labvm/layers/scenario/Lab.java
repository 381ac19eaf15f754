package io.labvm.layers.scenario;

import io.labvm.layers.fuzz.Ground;
import io.labvm.layers.fuzz.Life;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImageBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What desktops need around them: a file system, lives, and bases. Closing it leaves nothing, not
 * even when a test failed in the middle.
 */
public final class Lab implements AutoCloseable {
  private final Ground ground;
  private final Life life;
  private final ImageMounts images;
  private final Map<String, Layer> bases = new HashMap<>();
  private int desks;

  private Lab(Ground ground, Life life) {
    this.ground = ground;
    this.life = life;
    images = new ImageMounts(ground.root().resolve("mounted"), TestedKernel.features());
  }

  public static Lab open() throws IOException, InterruptedException {
    Ground ground = Ground.create();
    try {
      return new Lab(ground, Life.on(ground.root()));
    } catch (IOException e) {
      ground.close();
      throw e;
    }
  }

  /** A base with everything a life makes in its first operations. */
  public Layer base(long seed) throws IOException {
    String name = "base-" + seed;
    return base(name, directory -> life.grow(directory, seed, 450));
  }

  /** A base made by steps. */
  public Layer base(String name, String... steps) throws IOException {
    return base(name, directory -> life.steps(directory, steps));
  }

  private interface Filling {
    void fill(Path directory) throws IOException;
  }

  private Layer base(String name, Filling filling) throws IOException {
    Layer known = bases.get(name);
    if (known != null) {
      return known;
    }
    Path directory = Files.createDirectories(ground.root().resolve(name));
    filling.fill(directory);
    Path image = ground.root().resolve(name + ".erofs");
    var ignored = ImageBuild.write(new DirectorySource(directory), image, (entries, bytes) -> {});
    Layer base = new Layer(name, image, images.mount(name, image));
    bases.put(name, base);
    return base;
  }

  /** A desktop of its own on a base. */
  public Desk desk(Layer base) throws IOException {
    desks++;
    Path home = Files.createDirectories(ground.root().resolve("desk-" + desks));
    return Desk.start(this, base, home);
  }

  /** A desktop in a store of its own, on the tree of {@link #base(long)}. */
  public StoreDesk storeDesk(long seed) throws IOException {
    var ignored = base(seed);
    desks++;
    Path home = Files.createDirectories(ground.root().resolve("desk-" + desks));
    return StoreDesk.start(life, ground.root().resolve("base-" + seed), home);
  }

  Life life() {
    return life;
  }

  Layer mounted(String name, Path image) throws IOException {
    return new Layer(name, image, images.mount(name, image));
  }

  void unmount(Layer layer) throws IOException {
    if (images.unmount(layer.name())) {
      Files.deleteIfExists(layer.image());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      life.close();
    } finally {
      ground.close();
    }
  }
}
