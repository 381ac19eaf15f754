package io.labvm.layers.mount;

import io.labvm.layers.durable.Durable;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import io.labvm.linux.ProcessMark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary directories of one process, in which it mounts things for a moment. Their names say
 * whose they are, so that what a killed process left can be told from what a living one uses.
 */
public final class OwnDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDirectory.class);
  private static final String PREFIX = "labvm-view-";
  private static final Path PLACE = Path.of(System.getProperty("java.io.tmpdir"));

  private OwnDirectory() {}

  /** A new one; who made it takes it away. */
  public static Path create() throws IOException {
    return Files.createTempDirectory(PLACE, PREFIX + ProcessMark.self() + ".");
  }

  /** Unmounts and removes those of processes that have ended. Others may do so meanwhile. */
  public static void sweep() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(PLACE, PREFIX + "*")) {
      for (Path directory : found) {
        if (isLeft(directory)) {
          remove(directory);
        }
      }
    }
  }

  /** A directory of somebody else may have any name. */
  private static boolean isLeft(Path directory) throws IOException {
    String name = directory.getFileName().toString();
    String mark = name.substring(PREFIX.length(), Math.max(PREFIX.length(), name.indexOf('.')));
    Optional<ProcessMark> owner = ProcessMark.parse(mark);
    return owner.isPresent() && owner.get().hasEnded() && isOurs(directory);
  }

  private static boolean isOurs(Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
              .equals(Files.getOwner(Path.of("/proc/self")));
    } catch (IOException e) {
      return false; // gone
    }
  }

  private static void remove(Path directory) {
    try {
      // An overlay that was made holds its images itself.
      for (Path point : mountPoints(directory)) {
        Mounts.detach(point);
      }
      if (mountPoints(directory).isEmpty()) {
        Durable.remove(directory);
        LOG.info("removed {}, which a process that has ended left", directory);
      }
    } catch (LinuxException e) {
      LOG.debug("{} is not to be unmounted here (any more)", directory, e);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", directory, e);
    }
  }

  private static List<Path> mountPoints(Path directory) throws IOException {
    Path real = directory.toRealPath();
    return MountTable.read().entries().stream()
        .map(MountEntry::mountPoint)
        .map(Path::of)
        .filter(point -> point.startsWith(real))
        .toList()
        .reversed();
  }
}
