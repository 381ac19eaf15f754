package io.labvm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file system of its own for the store of a home, which can be full, read-only or away. All of it
 * is mounted below the home, so it ends with that.
 */
final class SmallStore {
  private static final String SIZE = "size=400m,mode=0700";

  private final Path at;
  private final Path itself;
  private final Path filler;

  private SmallStore(Path at, Path itself) {
    this.at = at;
    this.itself = itself;
    this.filler = itself.resolve("filler");
  }

  /** The one that a home has in the place of its store. */
  static SmallStore of(Path home) {
    return new SmallStore(home.resolve("store"), home.resolve("store-itself"));
  }

  /** Before the home is brought up. */
  void mount() throws IOException {
    Files.createDirectories(at);
    Files.createDirectories(itself);
    run("mount", "-t", "tmpfs", "-o", SIZE, "labvm-e2e", itself.toString());
    comeBack();
  }

  void fill() {
    Commands.Result ended =
        Commands.run(
            Duration.ofMinutes(1), "dd", "if=/dev/zero", "of=" + filler, "bs=64k", "status=none");
    if (ended.exit() == 0 || !ended.output().contains("No space left")) {
      throw new AssertionError("not full: " + ended);
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler);
  }

  /** As soon as nobody is writing. */
  void makeReadOnly() {
    Wait.untilTrue(
        at + " to be read-only",
        Duration.ofSeconds(20),
        () ->
            Commands.run(Duration.ofSeconds(10), "mount", "-o", "remount,bind,ro", at.toString())
                    .exit()
                == 0);
  }

  void makeWritable() {
    run("mount", "-o", "remount,bind,rw", at.toString());
  }

  /** An empty directory is what is left. */
  void goAway() {
    run("umount", "-l", at.toString());
  }

  void comeBack() {
    run("mount", "--bind", itself.toString(), at.toString());
  }

  private static void run(String... command) {
    var ignored = Commands.run(Duration.ofSeconds(30), command).orFail();
  }
}
