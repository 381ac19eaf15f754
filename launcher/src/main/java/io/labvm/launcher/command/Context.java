package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.build.Builds;
import io.labvm.launcher.build.SourceTree;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What every command works with.
 *
 * @param root of the repository
 * @param jdk that runs this and everything that is started
 * @param out what the person asked for
 * @param progress what the person sees meanwhile, on the other stream
 */
public record Context(Path root, Path jdk, PrintStream out, Progress progress) {
  /** The build of the sources as they are; made if need be. */
  public Build currentBuild() {
    return builds().current();
  }

  Builds builds() {
    return Builds.quick(new SourceTree(root), jdk, progress);
  }

  /** The build a home runs, or else the current one. */
  public Build buildOf(Home home) {
    return installed(home).orElseGet(this::currentBuild);
  }

  /** The build a home runs. */
  public Optional<Build> installed(Home home) {
    return Settings.of(home)
        .get("build")
        .map(key -> new Build(home.applications().resolve(key), jdk))
        .filter(build -> Files.isDirectory(build.directory()));
  }

  /** Does work that must not meet another launcher on the same home. */
  void alone(Home home, Runnable work) {
    try (var channel =
            FileChannel.open(
                home.path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!lock.isValid()) {
        throw new IllegalStateException("lost the lock of " + home.path());
      }
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      progress.say("waiting for another ./labvm that works on this home");
      lock = channel.lock();
    }
    return lock;
  }

  static Home home(Arguments arguments) {
    Home home = Home.at(arguments.value("--home").map(Path::of).orElse(Home.DEFAULT));
    home.checkFormat();
    return home;
  }

  static UserError notMade(Home home) {
    return new UserError(
        "Nothing to do", "there is no laboratory in " + home.path(), "Start one by ./labvm up");
  }
}
