package io.labvm.node.device;

import io.labvm.layers.mount.StubPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The places in a desktop's root that edits mount onto. */
public final class MountPoints {
  /** What is below these is never in the root: other mounts are there. */
  private static final List<String> ELSEWHERE =
      List.of("/dev/", "/proc/", "/run/", "/sys/", "/tmp/", "/var/run/");

  /** Links into {@code /usr} in every base made today. */
  private static final List<String> LINKED = List.of("/bin/", "/sbin/", "/lib/", "/lib64/");

  private MountPoints() {}

  /** Without them the runtime would make the mount points itself, in the member's upper. */
  public static List<StubPoint> of(ContainerEdits edits) {
    return edits.mounts().stream()
        .filter(mount -> startsWithNone(mount.containerPath()))
        .flatMap(MountPoints::of)
        .distinct()
        .toList();
  }

  private static boolean startsWithNone(String path) {
    return ELSEWHERE.stream().noneMatch(path::startsWith);
  }

  private static Stream<StubPoint> of(ContainerEdits.Mount mount) {
    StubPoint.Kind kind =
        Files.isDirectory(Path.of(mount.hostPath()))
            ? StubPoint.Kind.DIRECTORY
            : StubPoint.Kind.FILE;
    String path = Path.of(mount.containerPath()).normalize().toString();
    return LINKED.stream().anyMatch(path::startsWith)
        ? Stream.of(new StubPoint(path, kind), new StubPoint("/usr" + path, kind))
        : Stream.of(new StubPoint(path, kind));
  }
}
