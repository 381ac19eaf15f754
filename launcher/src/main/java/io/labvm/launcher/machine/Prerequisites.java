package io.labvm.launcher.machine;

import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Checks what no package can bring, and reports everything that is missing at once. */
public final class Prerequisites {
  private static final long NEEDED_GIB = 10;

  private final List<String> misses = new ArrayList<>();

  /**
   * Checks everything for a home that may not exist yet.
   *
   * @param store what its store lies on
   * @throws UserError that names every miss
   */
  public void check(Path home, StoreKind store) {
    if (!isRoot()) {
      misses.add("root rights (mounts, network namespaces): run it with sudo");
      throw failure();
    }
    checkDisk(home);
    checkKernel(home);
    if (store == StoreKind.MOOSEFS) {
      checkFuse();
    }
    checkDistribution();
    new TemporalBinary(Path.of("")).problem().ifPresent(misses::add);
    if (!misses.isEmpty()) {
      throw failure();
    }
  }

  /** Whether this process may do everything. */
  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"))
        || Disk.read(Path.of("/proc/self/status")).contains("Uid:\t0\t0");
  }

  private UserError failure() {
    return new UserError("This machine lacks something", String.join("; ", misses), "");
  }

  private void checkDisk(Path home) {
    Path existing =
        Stream.iterate(home.toAbsolutePath(), p -> p.resolve("..").normalize())
            .filter(Files::exists)
            .findFirst()
            .orElse(home);
    long free = existing.toFile().getUsableSpace() >> 30;
    // a home that is in use has taken its share already
    boolean inUse = Files.exists(home.resolve("FORMAT"));
    if (!inUse && free < NEEDED_GIB) {
      misses.add(
          NEEDED_GIB
              + " GiB of free disk for "
              + home
              + " ("
              + free
              + " GiB are free): use --home");
    }
  }

  private void checkKernel(Path home) {
    probeOverlay(home);
    probeFileSystem("erofs", "EROFS (CONFIG_EROFS_FS)");
    if (!Files.exists(Path.of("/dev/loop-control")) && !loads("loop")) {
      misses.add("loop devices (CONFIG_BLK_DEV_LOOP)");
    }
    if (!Program.of("unshare", "--net", "true").run().ok()) {
      misses.add("network namespaces (CONFIG_NET_NS)");
    }
    if (Tool.find("ip").isPresent()) {
      probe(
          "bridges and veth pairs",
          "ip link add lvprobe0 type bridge && ip link add lvprobe1 type veth");
    }
    if (Tool.find("iptables").isPresent()) {
      probe("iptables with NAT and conntrack", IPTABLES_PROBE);
    }
    checkControlGroups();
  }

  private void checkFuse() {
    if (!Files.exists(Path.of("/dev/fuse")) && !loads("fuse")) {
      misses.add("FUSE (CONFIG_FUSE_FS), for --moosefs");
    }
  }

  private static final String IPTABLES_PROBE =
      "iptables -w -t nat -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE"
          + " && iptables -w -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT";

  /** Tried in a network namespace of its own, which disappears with the shell. */
  private void probe(String name, String script) {
    var outcome = Program.of("unshare", "--net", "sh", "-c", script).run();
    if (!outcome.ok()) {
      misses.add(name + " (" + String.join(" ", outcome.tail(1)) + ")");
    }
  }

  /**
   * A real mount: overlayfs refuses some file systems as the place of an upper directory. What is
   * made for it goes again, so a machine that lacks something keeps no trace.
   */
  private void probeOverlay(Path home) {
    List<Path> missing =
        Stream.iterate(home.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
            .takeWhile(p -> !Files.exists(p))
            .toList();
    try {
      Files.createDirectories(home);
      Path probe = Files.createTempDirectory(home, ".probe-");
      try {
        for (String part : List.of("lower", "upper", "work", "merged")) {
          Files.createDirectory(probe.resolve(part));
        }
        String script =
            "cd \"$0\" && mount -t overlay overlay"
                + " -o lowerdir=lower,upperdir=upper,workdir=work merged";
        var outcome = Program.of("unshare", "--mount", "sh", "-c", script, probe.toString()).run();
        if (!outcome.ok()) {
          misses.add(
              "overlayfs on the file system of "
                  + home
                  + " ("
                  + fileSystem(home)
                  + "): use --home");
        }
      } finally {
        Disk.delete(probe);
      }
    } catch (FileAlreadyExistsException e) {
      misses.add("a directory as home: " + e.getMessage() + " is none");
    } catch (IOException e) {
      misses.add("a writable home: " + e.getMessage());
    } finally {
      missing.forEach(Prerequisites::removeIfEmpty);
    }
  }

  private static void removeIfEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException _) {
      // somebody else has put something into it: theirs now
    }
  }

  private static String fileSystem(Path path) throws IOException {
    return Files.getFileStore(path).type();
  }

  private void probeFileSystem(String name, String words) {
    boolean known = Disk.read(Path.of("/proc/filesystems")).matches("(?s).*\\b" + name + "\\b.*");
    if (!known && !loads(name)) {
      misses.add(words);
    }
  }

  private static boolean loads(String module) {
    return Tool.find("modprobe").isPresent() && Program.of("modprobe", module).run().ok();
  }

  private void checkControlGroups() {
    Path root = Path.of("/sys/fs/cgroup");
    boolean second = Files.exists(root.resolve("cgroup.controllers"));
    boolean first =
        List.of("cpu", "memory", "pids", "freezer").stream()
            .allMatch(c -> Files.isDirectory(root.resolve(c)));
    if (!first && !second) {
      misses.add("control groups with cpu, memory, pids and freezer under " + root);
    }
  }

  private void checkDistribution() {
    var missing = new ArrayList<>(Tool.missing(Tool.toRun()));
    missing.addAll(Tool.missing(Tool.toBuild()));
    if (!missing.isEmpty() && Tool.find("apt-get").isEmpty()) {
      misses.add(
          "apt-get, to install " + String.join(", ", missing.stream().map(Tool::command).toList()));
    }
  }
}
