package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.erofs.DataFile;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Read-only mounts of images, one per image and node, shared by all desktops. They outlive this
 * process; the mount table tells what is there.
 */
public final class ImageMounts {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Path directory;
  private final MountFeatures features;

  /** Mount points are made below {@code directory}, one per name. */
  public ImageMounts(Path directory, MountFeatures features) {
    this.directory = directory.toAbsolutePath().normalize();
    this.features = features;
  }

  /** Mounts an image whose content lies all in it; see the other method. */
  public Path mount(String name, Path image) throws IOException {
    return mount(name, image, DataFiles.none());
  }

  /**
   * Mounts an image, together with the data files its content lies in, and answers where. The same
   * image under the same name again: the same place, nothing is done; another image under that name
   * is refused. Unsupported: an image with data files where {@link MountFeatures#deviceTables} is
   * off, or with more of them than mount(2) takes; mount what {@link
   * io.labvm.layers.erofs.FlatImage} makes of it instead.
   */
  public synchronized Path mount(String name, Path image, DataFiles data) throws IOException {
    Durable.directories(directory);
    Path point = point(name);
    Durable.directories(point);
    Path file = image.toRealPath();
    Optional<MountEntry> there = MountTable.read().at(point);
    if (there.isPresent()) {
      requireSame(there.get(), point, file);
      return point;
    }
    new ErofsMount(file, dataFiles(file, data), point, features).mount();
    return point;
  }

  /**
   * In the order of the device table. All are checked before: the kernel would read zeros from one
   * that is too short, and from the image itself if none were named.
   */
  private List<Path> dataFiles(Path image, DataFiles data) throws IOException {
    List<Path> files = new ArrayList<>();
    try (ErofsImage read = ErofsImage.open(image, data)) {
      if (!read.dataFiles().isEmpty() && !features.deviceTables()) {
        throw LayerException.about(
            LayerError.UNSUPPORTED, image, "images with data files are not mounted here: " + image);
      }
      read.requireDataFiles();
      for (DataFile file : read.dataFiles()) {
        files.add(data.file(file.id()));
      }
    }
    return files;
  }

  /**
   * Unmounts; false when it was not mounted. Busy while a process has a file of it open. Overlays
   * on it live on, as they hold their lowers themselves; the image's space and loop device are then
   * given back with the last of them.
   */
  public synchronized boolean unmount(String name) throws IOException {
    Path point = point(name);
    if (MountTable.read().at(point).isEmpty()) {
      return false;
    }
    try {
      Mounts.unmount(point);
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        throw new LayerException(LayerError.BUSY, "image " + name + " is in use", e);
      }
      throw e;
    }
    Files.deleteIfExists(point);
    return true;
  }

  /** Names of the images mounted here now. */
  public List<String> mounted() throws IOException {
    Path real = realDirectory();
    return MountTable.read().entries().stream()
        .map(e -> Path.of(e.mountPoint()))
        .filter(p -> real.equals(p.getParent()))
        .map(p -> p.getFileName().toString())
        .sorted()
        .toList();
  }

  private void requireSame(MountEntry there, Path point, Path image) throws IOException {
    if (!there.type().equals("erofs") || !backingFile(there).equals(image.toString())) {
      throw LayerException.about(
          LayerError.BUSY, point, point + " has another mount: " + there.source());
    }
  }

  /** The image behind a mount: its source, or what the loop device is bound to. */
  private static String backingFile(MountEntry entry) throws IOException {
    if (!entry.source().startsWith("/dev/loop")) {
      return entry.source();
    }
    String device = entry.source().substring("/dev/".length());
    Path file = Path.of("/sys/block", device, "loop", "backing_file");
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private Path point(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of an image: " + name);
    }
    return realDirectory().resolve(name);
  }

  private Path realDirectory() throws IOException {
    return Files.exists(directory) ? directory.toRealPath() : directory;
  }
}
