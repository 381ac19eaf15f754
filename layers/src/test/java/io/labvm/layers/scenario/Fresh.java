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
  private final List<Dir> asked = new ArrayList<>();

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

  /** The kernel's answers to what fold asks; until this is closed. */
  Below below() throws IOException {
    return new Shown(kept(Dir.open(at)));
  }

  private Dir kept(Dir dir) {
    asked.add(dir);
    return dir;
  }

  /** Keeps its directory open: fold asks it about many names. */
  private final class Shown implements Below {
    private final Dir dir;

    private Shown(Dir dir) {
      this.dir = dir;
    }

    @Override
    public Kind kind(byte[] name) throws IOException {
      try {
        FileType type = dir.stat(name).type();
        return type == FileType.DIRECTORY ? Kind.DIRECTORY : Kind.NODE;
      } catch (LinuxException e) {
        if (e.is(Errno.ENOENT)) {
          return Kind.ABSENT;
        }
        throw e;
      }
    }

    @Override
    public Below directory(byte[] name) throws IOException {
      return kind(name) == Kind.DIRECTORY ? new Shown(kept(dir.openDirectory(name))) : NOTHING;
    }
  }

  @Override
  public void close() throws IOException {
    for (Dir dir : asked) {
      dir.close();
    }
    // A process being started by another thread has our descriptors for a moment: busy.
    Mounts.detach(at);
    Files.delete(at);
  }
}
