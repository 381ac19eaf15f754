package io.labvm.layers.scenario;

import io.labvm.layers.delta.Below;
import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountFlag;
import io.labvm.linux.Mounts;
import io.labvm.linux.NewMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the kernel shows of a stack in a mount of its own, without any upper: the judge. */
final class Fresh implements AutoCloseable {
  private final Path at;

  private Fresh(Path at) {
    this.at = at;
  }

  /**
   * @param lowers top first
   * @param home where the mount point is made
   */
  static Fresh mount(List<Path> lowers, Path home) throws IOException {
    Path at = Files.createTempDirectory(home, "fresh");
    // An overlay without an upper takes two lowers at least.
    List<Path> all = new ArrayList<>(lowers);
    all.add(Files.createDirectories(home.resolve("nothing")));
    try (NewMount mount = NewMount.open("overlay")) {
      mount.set("source", "fresh");
      for (Path lower : all) {
        mount.set("lowerdir+", lower);
      }
      for (String option : List.of("redirect_dir", "metacopy", "index", "xino")) {
        mount.set(option, "off");
      }
      mount.attach(at, Set.of(MountFlag.READ_ONLY));
    }
    return new Fresh(at);
  }

  Path at() {
    return at;
  }

  /** The kernel's answers to what fold asks. */
  Below below() {
    return new Shown(new byte[0]);
  }

  private final class Shown implements Below {
    private final byte[] path;

    private Shown(byte[] path) {
      this.path = path;
    }

    private byte[] child(byte[] name) {
      if (path.length == 0) {
        return name;
      }
      byte[] child = java.util.Arrays.copyOf(path, path.length + 1 + name.length);
      child[path.length] = '/';
      System.arraycopy(name, 0, child, path.length + 1, name.length);
      return child;
    }

    @Override
    public Kind kind(byte[] name) throws IOException {
      try (Dir directory = open()) {
        FileType type = directory.stat(name).type();
        return type == FileType.DIRECTORY ? Kind.DIRECTORY : Kind.NODE;
      } catch (LinuxException e) {
        if (e.is(Errno.ENOENT)) {
          return Kind.ABSENT;
        }
        throw e;
      }
    }

    /** Name by name: the path may be longer than the kernel takes at once. */
    private Dir open() throws IOException {
      Dir directory = Dir.open(at);
      for (int from = 0; from < path.length; ) {
        int end = from;
        while (end < path.length && path[end] != '/') {
          end++;
        }
        try (Dir parent = directory) {
          directory = parent.openDirectory(java.util.Arrays.copyOfRange(path, from, end));
        }
        from = end + 1;
      }
      return directory;
    }

    @Override
    public Below directory(byte[] name) throws IOException {
      return kind(name) == Kind.DIRECTORY ? new Shown(child(name)) : NOTHING;
    }
  }

  @Override
  public void close() throws IOException {
    // A process being started by another thread has our descriptors for a moment: busy.
    Mounts.detach(at);
    Files.delete(at);
  }
}
