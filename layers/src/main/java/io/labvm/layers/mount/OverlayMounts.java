package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import io.labvm.linux.NewMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mounts and unmounts the overlays of desktops. Without state of its own: what is mounted is what
 * the kernel says.
 */
public final class OverlayMounts {
  /** None of these may ever appear in an upper, since it becomes a layer on another node. */
  private static final List<String> OFF = List.of("redirect_dir", "metacopy", "index", "xino");

  private static final Set<String> UNFIT = Set.of("tmpfs", "ramfs", "overlay", "fuse", "fuseblk");

  private final MountFeatures features;

  /** Uses what {@link OverlaySupport#probe} found, or less. */
  public OverlayMounts(MountFeatures features) {
    this.features = features;
  }

  /**
   * Mounts an overlay. Mounted already in the same way: nothing. Refused: another mount at the same
   * place, an upper that any process of the machine still has mounted, and an upper on a file
   * system that cannot keep one (tmpfs would lose it, overlay and FUSE cannot hold it).
   */
  public void mount(MountSpec spec) throws IOException {
    Optional<MountEntry> there = MountTable.read().at(real(spec.merged()));
    if (there.isPresent()) {
      requireSame(there.get(), spec);
      return;
    }
    prepareDirectories(spec);
    requireFit(spec.upper());
    requireUnused(spec.upper());
    if (features.newMountApi()) {
      mountByParts(spec);
    } else {
      mountAtOnce(spec);
    }
  }

  /**
   * Takes the overlay away. False when nothing is mounted there (repetition); busy when a process
   * has a file or directory open on it. A container may keep its own view of it: ask {@link
   * #isInUse} before the upper is used again.
   */
  public boolean unmount(Path merged) throws IOException {
    if (MountTable.read().at(real(merged)).isEmpty()) {
      return false;
    }
    try {
      Mounts.unmount(real(merged));
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        throw new LayerException(LayerError.BUSY, merged + " is in use", e);
      }
      throw e;
    }
    return true;
  }

  /** Whether an overlay is mounted at a place in this process's view. */
  public boolean isMounted(Path merged) throws IOException {
    return MountTable.read().at(real(merged)).filter(e -> e.type().equals("overlay")).isPresent();
  }

  /** Whether any mount namespace of the machine still has an overlay with this upper. */
  public boolean isInUse(Path upper) throws IOException {
    String wanted = real(upper).toString();
    return MountTable.everywhere().stream()
        .flatMap(table -> table.entries().stream())
        .filter(e -> e.type().equals("overlay"))
        .anyMatch(e -> e.superOption("upperdir").filter(wanted::equals).isPresent());
  }

  /** The names of all directories that lie below an overlay of any mount namespace. */
  public static Set<String> lowersEverywhere() throws IOException {
    return MountTable.everywhere().stream()
        .flatMap(table -> table.entries().stream())
        .filter(e -> e.type().equals("overlay"))
        .flatMap(e -> lowersOf(e).stream())
        .map(lower -> Path.of(lower).getFileName())
        .filter(Objects::nonNull)
        .map(Path::toString)
        .collect(Collectors.toSet());
  }

  private static void requireSame(MountEntry there, MountSpec spec) throws LayerException {
    List<String> lowers = lowersOf(there);
    boolean same =
        there.type().equals("overlay")
            && there.superOption("upperdir").filter(spec.upper().toString()::equals).isPresent()
            && lowers.equals(spec.lowers().stream().map(Path::toString).toList());
    if (!same) {
      throw LayerException.about(
          LayerError.BUSY,
          spec.merged(),
          spec.merged() + " has another mount: " + there.type() + " " + there.superOptions());
    }
  }

  /** The lowers as the mount table shows them, for either way of mounting. */
  static List<String> lowersOf(MountEntry overlay) {
    List<String> parts = overlay.superOptions("lowerdir+");
    if (!parts.isEmpty()) {
      return parts;
    }
    return overlay
        .superOption("lowerdir")
        .map(text -> List.of(text.split("(?<!\\\\):")))
        .orElse(List.of())
        .stream()
        .map(part -> part.replaceAll("\\\\(.)", "$1"))
        .toList();
  }

  private static void prepareDirectories(MountSpec spec) throws IOException {
    if (!Files.isDirectory(spec.upper())) {
      UpperDirectory.create(spec.upper(), spec.lowers().getFirst());
    }
    Durable.directories(spec.work());
    Durable.directories(spec.merged());
  }

  static void requireFit(Path upper) throws IOException {
    String type = MountTable.read().containing(real(upper)).map(MountEntry::type).orElse("unknown");
    if (UNFIT.contains(type) || type.startsWith("fuse.")) {
      throw LayerException.about(
          LayerError.UNSUPPORTED, upper, "an upper cannot lie on " + type + ": " + upper);
    }
  }

  private void requireUnused(Path upper) throws IOException {
    if (isInUse(upper)) {
      throw LayerException.about(
          LayerError.BUSY, upper, "a process still has an overlay with upper " + upper);
    }
  }

  /** Mounts images over each other, read-only and without an upper; at least two of them. */
  void mountReadOnly(List<Path> lowers, Path merged) throws IOException {
    if (features.newMountApi()) {
      try (NewMount mount = NewMount.open("overlay")) {
        mount.set("source", "labvm");
        for (Path lower : lowers) {
          mount.set("lowerdir+", lower);
        }
        for (String option : OFF) {
          mount.set(option, "off");
        }
        mount.attach(merged, Set.of(MountFlag.READ_ONLY));
      }
      return;
    }
    String options =
        "lowerdir="
            + lowers.stream().map(OverlayMounts::escape).collect(Collectors.joining(":"))
            + OFF.stream().map(o -> "," + o + "=off").collect(Collectors.joining());
    requireOnePage(lowers, options);
    Mounts.mount("labvm", merged, "overlay", Set.of(MountFlag.READ_ONLY), options);
  }

  private static void requireOnePage(List<Path> lowers, String options) throws LayerException {
    if (options.length() > 4000) {
      throw new LayerException(
          LayerError.UNSUPPORTED,
          lowers.size() + " lowers are too many for mount(2) on this kernel");
    }
  }

  private static void mountByParts(MountSpec spec) throws IOException {
    try (NewMount mount = NewMount.open("overlay")) {
      mount.set("source", "labvm");
      for (Path lower : spec.lowers()) {
        mount.set("lowerdir+", lower);
      }
      mount.set("upperdir", spec.upper()).set("workdir", spec.work());
      for (String option : OFF) {
        mount.set(option, "off");
      }
      mount.attach(spec.merged(), Set.of());
    }
  }

  private static void mountAtOnce(MountSpec spec) throws IOException {
    String options =
        "lowerdir="
            + spec.lowers().stream().map(OverlayMounts::escape).collect(Collectors.joining(":"))
            + ",upperdir="
            + escape(spec.upper())
            + ",workdir="
            + escape(spec.work())
            + OFF.stream().map(o -> "," + o + "=off").collect(Collectors.joining());
    requireOnePage(spec.lowers(), options);
    Mounts.mount("labvm", spec.merged(), "overlay", Set.<MountFlag>of(), options);
  }

  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }

  /** Links in our own parent directories undone, since the mount table shows real paths. */
  static Path real(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.exists(parent)) {
      return path;
    }
    return parent.toRealPath().resolve(path.getFileName());
  }
}
