package io.labvm.launcher.machine;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Temporal server in one binary: from the PATH when it is new enough, else built once from its
 * Go module at the pinned version.
 */
public final class TemporalBinary {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final int OLDEST_MINOR = 5;
  private static final int OLDEST_GO_MINOR = 25;
  private static final String MODULE = "github.com/temporalio/cli/cmd/temporal";
  private static final String STEP = "temporal";

  private final Path root;

  /**
   * @param root of the repository, whose {@code temporal/version} pins the version
   */
  public TemporalBinary(Path root) {
    this.root = root;
  }

  /** Why there will be none; empty when there is one or it can be built. */
  public Optional<String> problem() {
    if (onPath().isPresent() || anyCached() || newEnoughGo().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "temporal 1.5 or newer on the PATH, or Go 1.25 or newer to build it (install one of them)");
  }

  /** Where it is; builds it if need be, which takes minutes. */
  public Path obtain(Progress progress) {
    return onPath()
        .or(() -> Optional.of(cached()).filter(Files::isExecutable))
        .orElseGet(() -> progress.step(STEP, () -> build(progress)));
  }

  private Path build(Progress progress) {
    Path go =
        newEnoughGo()
            .orElseThrow(
                () -> new UserError("No Temporal server", problem().orElse("not found"), ""));
    Path target = cached();
    Path log = target.resolveSibling("build.log");
    Path fresh = target.resolveSibling(".fresh-" + ProcessHandle.current().pid());
    Program.of(go.toString(), "install", MODULE + "@v" + version())
        .with("GOBIN", fresh.toString())
        .loggedTo(log)
        .telling(line -> progress.detail(STEP, line))
        .run()
        .orFail("Temporal " + version() + " was not built", "Look into " + log);
    try {
      Files.move(fresh.resolve("temporal"), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk.delete(fresh);
    return target;
  }

  private String version() {
    return Disk.read(root.resolve("temporal/version")).strip();
  }

  private Path cached() {
    return Cache.directory().resolve("temporal-" + version()).resolve("temporal");
  }

  private static boolean anyCached() {
    return Disk.list(Cache.directory()).stream()
        .anyMatch(p -> Files.isExecutable(p.resolve("temporal")));
  }

  private static Optional<Path> onPath() {
    return Tool.find("temporal")
        .filter(p -> minor(Program.of(p.toString(), "--version").run(), 1) >= OLDEST_MINOR);
  }

  private static Optional<Path> newEnoughGo() {
    return Tool.find("go")
        .filter(p -> minor(Program.of(p.toString(), "version").run(), 1) >= OLDEST_GO_MINOR);
  }

  /** The minor number of the first version in the output; -1 when the major one is another. */
  private static int minor(Program.Outcome outcome, int major) {
    Matcher matcher = VERSION.matcher(outcome.output());
    return outcome.ok() && matcher.find() && Integer.parseInt(matcher.group(1)) == major
        ? Integer.parseInt(matcher.group(2))
        : -1;
  }
}
