package io.labvm.layers.mount;

import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The lowest lower of every desktop on a node: a directory with nothing but empty mount points
 * (proc, dev, files of the GPU driver), so that a container start leaves none of them in the upper.
 * At the bottom its attributes never show where the base has the name.
 */
public final class StubLayer {
  private final Path directory;

  /** Stub layers are made below {@code directory}, one per set of mount points. */
  public StubLayer(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * The stub layer with these mount points. Another set (a new driver) is another directory: the
   * one below a running desktop never changes. Idempotent.
   */
  public Path with(Collection<StubPoint> points) throws IOException {
    List<StubPoint> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparing(StubPoint::path).thenComparing(StubPoint::kind))
            .toList();
    Path target = directory.resolve(digest(sorted));
    if (Files.isDirectory(target)) {
      return target;
    }
    Durable.directories(directory);
    Path made = Files.createTempDirectory(directory, ".new-");
    Files.setAttribute(made, "unix:mode", 0755);
    for (StubPoint point : sorted) {
      make(made, point);
    }
    Files.createDirectories(made.resolve("dev"));
    Durable.sync(made);
    if (!Durable.publishNewDirectory(made, target)) {
      Durable.remove(made);
    }
    return target;
  }

  private static void make(Path root, StubPoint point) throws IOException {
    Path path = root.resolve(point.path().substring(1));
    if (point.kind() == StubPoint.Kind.DIRECTORY) {
      Files.createDirectories(path);
      return;
    }
    String parent = point.path().substring(0, point.path().lastIndexOf('/'));
    Files.createDirectories(root.resolve("." + parent).normalize());
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("both a file and a directory: " + point.path(), e);
    }
  }

  private static String digest(List<StubPoint> points) {
    MessageDigest sha = Digests.sha256();
    for (StubPoint point : points) {
      sha.update((point.kind() + " " + point.path() + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 8);
  }
}
