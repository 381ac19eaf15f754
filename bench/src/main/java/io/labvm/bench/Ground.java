package io.labvm.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system for everything that is measured: ext4 in a file, without discard (which makes the
 * removal of small files several times dearer on some disks). The file has no name once it is
 * mounted, and the mount belongs to this process's mount namespace, so nothing is left whatever
 * ends the process.
 */
final class Ground implements Closeable {
  private static final String SIZE = "48G";

  private final Path own;
  private final Path at;
  private final Programs programs;

  private Ground(Path own, Path at, Programs programs) {
    this.own = own;
    this.at = at;
    this.programs = programs;
  }

  /** Makes and mounts it below a directory. */
  static Ground make(Path directory, Programs programs) throws IOException {
    Path own = Files.createTempDirectory(Files.createDirectories(directory), "labvm-bench-");
    Path image = own.resolve("ext4");
    Path at = Files.createDirectory(own.resolve("ground"));
    try {
      programs.run("truncate", "-s", SIZE, image.toString());
      programs.run("mkfs.ext4", "-q", "-F", "-i", "8192", image.toString());
      programs.run("mount", "-o", "loop,nodiscard", image.toString(), at.toString());
    } finally {
      Files.deleteIfExists(image);
    }
    return new Ground(own, at, programs);
  }

  Path path() {
    return at;
  }

  @Override
  public void close() throws IOException {
    // with whatever is mounted below it; the mounts end with this process
    programs.run("umount", "--lazy", at.toString());
    Files.delete(at);
    Files.delete(own);
  }
}
