package io.labvm.node.rundir;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directories {@code <run-dir>/d/<desktop>/{in,sock,out}}, each a small file system in memory
 * of its own: a member who fills {@code out} or {@code sock} costs the node a fixed amount and
 * keeps nobody from writing {@code in}.
 *
 * <p>The caller keeps calls for one desktop from overlapping.
 */
public final class RunDirectories {
  private static final Set<MountFlag> FLAGS =
      EnumSet.of(MountFlag.NO_SUID, MountFlag.NO_DEVICES, MountFlag.NO_EXEC);

  /** Name and mount options. */
  private static final Map<String, String> PARTS =
      Map.of(
          "in", "size=1m,nr_inodes=64,mode=0700",
          "sock", "size=256k,nr_inodes=64,mode=0755",
          "out", "size=4m,nr_inodes=256,mode=0755");

  /** Beside them; labvm-runc reads it. */
  private static final String EDITS = "edits.json";

  /** Beside them, for this agent and those after it: one path a line. */
  private static final String GPU_FILES = "gpu-files";

  private static final byte[] VNC_SOCKET = "vnc.sock".getBytes(StandardCharsets.US_ASCII);

  private final Path root;

  /**
   * @param runDir the node's directory in memory
   */
  public RunDirectories(Path runDir) {
    this.root = runDir.toAbsolutePath().normalize().resolve("d");
  }

  /** Where a desktop's directory is or would be. */
  public Path of(DesktopId desktop) {
    return root.resolve(desktop.value());
  }

  /** Makes an empty directory; what an earlier life of the desktop left is thrown away. */
  public Path renew(DesktopId desktop) throws IOException {
    remove(desktop);
    Path directory = of(desktop);
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createDirectory(directory);
    for (Map.Entry<String, String> part : PARTS.entrySet()) {
      Path point = Files.createDirectory(directory.resolve(part.getKey()));
      Mounts.mount("labvm", point, "tmpfs", FLAGS, part.getValue());
    }
    return directory;
  }

  /** Whether the directory is there with its mounts. */
  public boolean exists(DesktopId desktop) throws IOException {
    MountTable table = MountTable.read();
    Path directory = of(desktop);
    return PARTS.keySet().stream().allMatch(p -> table.at(directory.resolve(p)).isPresent());
  }

  /** Writes every file of {@code in}, each replaced whole. */
  public void write(DesktopId desktop, DesktopInput input) throws IOException {
    Path in = of(desktop).resolve("in");
    for (Map.Entry<String, String> file : input.files().entrySet()) {
      replace(in, file.getKey(), file.getValue());
    }
  }

  /**
   * Writes what the runtime shall put into the container besides; where no member comes.
   *
   * @param json container edits in the words of the Container Device Interface
   */
  public void writeEdits(DesktopId desktop, String json) throws IOException {
    replace(of(desktop), EDITS, json);
  }

  /**
   * Notes that a container has GPUs.
   *
   * @param files of devices that must open in it; none where the engine gave them
   */
  public void writeGpuFiles(DesktopId desktop, List<String> files) throws IOException {
    replace(of(desktop), GPU_FILES, String.join("\n", files));
  }

  /** What was noted so; empty for a desktop without GPUs. */
  public Optional<List<String>> gpuFiles(DesktopId desktop) throws IOException {
    try {
      return Optional.of(
          Files.readAllLines(of(desktop).resolve(GPU_FILES)).stream()
              .filter(line -> !line.isEmpty())
              .toList());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void replace(Path in, String name, String content) throws IOException {
    Path fresh = in.resolve("." + name);
    Files.deleteIfExists(fresh);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      ByteBuffer rest = ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    Files.move(fresh, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Unmounts and removes; nothing when it is not there. */
  public void remove(DesktopId desktop) throws IOException {
    Path directory = of(desktop);
    for (String part : PARTS.keySet()) {
      unmount(directory.resolve(part));
      Files.deleteIfExists(directory.resolve(part));
    }
    Files.deleteIfExists(directory.resolve(EDITS));
    Files.deleteIfExists(directory.resolve(GPU_FILES));
    Files.deleteIfExists(directory);
  }

  /** Several may lie over each other after a kill; a busy one goes when its last user does. */
  private static void unmount(Path point) throws IOException {
    while (MountTable.read().at(point).isPresent()) {
      try {
        Mounts.unmount(point);
      } catch (LinuxException e) {
        if (!e.is(Errno.EBUSY)) {
          throw e;
        }
        Mounts.detach(point);
      }
    }
  }

  /** Desktops that have a directory. */
  public List<DesktopId> list() throws IOException {
    return DesktopDirectories.in(root);
  }

  /**
   * A handle on the desktop's VNC socket, checked to be one; connect through its {@link Fd#path}.
   * Whatever the member puts there instead is refused without being opened.
   */
  public Fd vncSocket(DesktopId desktop) throws IOException {
    try (Dir directory = Dir.open(of(desktop).resolve("sock"))) {
      Fd socket = directory.openPath(VNC_SOCKET);
      try {
        if (socket.stat().type() != FileType.SOCKET) {
          throw new IOException("vnc.sock of desktop " + desktop + " is not a socket");
        }
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
  }
}
