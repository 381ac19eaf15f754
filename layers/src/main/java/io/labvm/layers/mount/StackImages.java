package io.labvm.layers.mount;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.FlatImage;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a stack, mounted one by one while an overlay is made of them. The overlay then
 * holds them itself, so that nothing is left to take away behind it.
 */
final class StackImages implements AutoCloseable {
  private final Store store;
  private final ImageMounts mounts;
  private final Path points;
  private final MountFeatures features;

  /**
   * @param points where the mount points are made, for this process alone
   */
  StackImages(Store store, Path points, MountFeatures features) {
    this.store = store;
    this.points = points;
    this.features = features;
    this.mounts = new ImageMounts(points, features);
  }

  /** Mounts copies of the images kept in a cache; answers top first. */
  List<Path> mountCached(Stack stack, Path cache) throws IOException {
    LayerCache layers = new LayerCache(cache.resolve("layers"));
    BaseCache bases = new BaseCache(cache.resolve("bases"));
    List<Path> files = new ArrayList<>();
    DataFiles data = DataFiles.in(cache.toAbsolutePath().normalize().resolve("data"));
    for (Digest layer : stack.topFirst()) {
      files.add(layers.fetch(store.layers(), layer, CopyProgress.none()));
      layers.fetchData(store, layer, data);
    }
    files.add(bases.fetch(store.bases(), stack.base(), CopyProgress.none()));
    return mount(stack, files, data);
  }

  /** Mounts the store's own images; answers top first. */
  List<Path> mountStored(Stack stack) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Digest layer : stack.topFirst()) {
      files.add(store.layers().image(layer));
    }
    files.add(store.bases().image(store.bases().get(stack.base()).id()));
    return mount(stack, files, store.data());
  }

  private List<Path> mount(Stack stack, List<Path> files, DataFiles data) throws IOException {
    List<Path> mounted = new ArrayList<>();
    for (int i = 0; i < files.size() - 1; i++) {
      String name = stack.topFirst().get(i).toString();
      mounted.add(mounts.mount(name, mountable(name, files.get(i), data), data));
    }
    mounted.add(mounts.mount(stack.base().toString(), files.getLast()));
    return mounted;
  }

  /**
   * The image, or a copy without references where the kernel follows none. The mount alone keeps
   * the copy: its name is gone with {@link #close}.
   */
  private Path mountable(String name, Path image, DataFiles data) throws IOException {
    if (features.deviceTables()) {
      return image;
    }
    try (ErofsImage read = ErofsImage.open(image, data)) {
      if (read.dataFiles().isEmpty()) {
        return image;
      }
      Path flat = flat(name);
      Durable.directories(points);
      Files.deleteIfExists(flat); // of a mount that was killed
      var ignored = FlatImage.write(read, flat);
      return flat;
    }
  }

  private Path flat(String name) {
    return points.resolve(name + ".flat");
  }

  @Override
  public void close() throws IOException {
    for (String name : mounts.mounted()) {
      boolean ignored = mounts.unmount(name);
      Files.deleteIfExists(flat(name));
    }
  }
}
