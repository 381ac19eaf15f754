package io.labvm.launcher.home;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The directory of one laboratory and the names derived from it.
 *
 * @param path its real path
 */
public record Home(Path path) {
  /** The newest layout this launcher understands. */
  public static final int FORMAT = 1;

  /** Where a home is when nobody says otherwise. */
  public static final Path DEFAULT = Path.of("/var/lib/labvm");

  /** A home that exists or not yet; nothing is made. */
  public static Home at(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return new Home(absolute.toRealPath());
    } catch (NoSuchFileException | AccessDeniedException _) {
      return new Home(absolute);
    } catch (IOException e) {
      throw new UserError("Cannot use " + path, String.valueOf(e.getMessage()), "");
    }
  }

  /** Makes the directories, or checks that this launcher understands those that exist. */
  public Home create() {
    checkFormat();
    if (!Files.isDirectory(path)) {
      Disk.directory(path, "rwx------");
    }
    Home real = Home.at(path);
    Disk.directory(real.config(), "rwx------");
    Disk.directory(real.secrets(), "rwx------");
    for (String name : List.of("temporal", "store", "nodes", "logs", "app", "gateway", "backups")) {
      Disk.directory(real.path.resolve(name), "rwx------");
    }
    Disk.directory(real.run(), "rwx--x--x");
    Disk.write(real.path.resolve("FORMAT"), FORMAT + "\n", "rw-r--r--");
    return real;
  }

  /** Whether something was ever started here. */
  public boolean exists() {
    return Files.exists(path.resolve("FORMAT"));
  }

  /** Refuses a home of a newer labVm, and one of somebody else, which would look like none. */
  public void checkFormat() {
    for (Path file : List.of(path.resolve("FORMAT"), config().resolve("home.properties"))) {
      checkEntry(file);
    }
    String format = Disk.read(path.resolve("FORMAT")).strip();
    if (!format.isEmpty() && (!format.matches("\\d{1,4}") || Integer.parseInt(format) > FORMAT)) {
      throw new UserError(
          "Cannot use " + path,
          "it was made by a newer labVm (format " + format + ", this one knows " + FORMAT + ")",
          "Use that version, or another --home");
    }
  }

  private void checkEntry(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
    } catch (AccessDeniedException _) {
      throw new UserError("Cannot use " + path, "this user may not enter it", "Use sudo");
    } catch (IOException _) {
      // there is none yet
    }
  }

  /** Six hex digits of the real path, part of the name of every kernel object of this home. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sockets, process ids and the desktops' exchange directories; gone after a reboot. */
  public Path run() {
    return Path.of("/run", "labvm-" + hash());
  }

  /** Run directory of a node. */
  public Path run(String node) {
    return run().resolve(node);
  }

  /** Settings and configuration files. */
  public Path config() {
    return path.resolve("config");
  }

  /** One secret per file, root only. */
  public Path secrets() {
    return path.resolve("secrets");
  }

  /** A secret's text. */
  public String secret(String name) {
    return Disk.read(secrets().resolve(name)).strip();
  }

  /** Data directory of PostgreSQL. */
  public Path postgres() {
    return path.resolve("pg");
  }

  /** Database of the Temporal server. */
  public Path temporal() {
    return path.resolve("temporal");
  }

  /** Files of the servers of a MooseFS. */
  public Path mooseFs() {
    return path.resolve("moosefs");
  }

  /** Below it the clients of a MooseFS are mounted. */
  public Path mounts() {
    return run().resolve("moosefs");
  }

  /** Bases, layers and versions, unless they lie on a MooseFS. */
  public Path store() {
    return path.resolve("store");
  }

  /** Identity, state and engine data of a node. */
  public Path node(String node) {
    return path.resolve("nodes").resolve(node);
  }

  /** What the processes say. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** The log of one process. */
  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** Copies of builds; applications run from here. */
  public Path applications() {
    return path.resolve("app");
  }
}
