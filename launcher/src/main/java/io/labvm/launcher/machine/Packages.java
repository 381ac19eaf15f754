package io.labvm.launcher.machine;

import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Installs packages of the distribution, with every service's automatic start held back. */
public final class Packages {
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
  private static final Path SAVED = Path.of("/usr/sbin/policy-rc.d.before-labvm");
  private static final String STEP = "packages";

  private final Progress progress;
  private final Path log;

  public Packages(Progress progress, Path log) {
    this.progress = progress;
    this.log = log;
  }

  /** Installs what stands behind these tools; nothing to do when the list is empty. */
  public void install(List<Tool> missing) {
    if (missing.isEmpty()) {
      return;
    }
    List<String> names =
        missing.stream().flatMap(t -> t.packages().stream()).distinct().sorted().toList();
    progress.run(STEP, () -> withoutServices(() -> apt(names)));
  }

  private void apt(List<String> names) {
    if (tryInstall(names).ok()) {
      return;
    }
    // the lists may be missing or older than the mirror's pool
    aptGet(List.of("update"));
    tryInstall(names)
        .orFail(
            "Packages not installed (" + String.join(" ", names) + ")",
            "Look into " + log + ", then run this again");
  }

  private Program.Outcome tryInstall(List<String> names) {
    var arguments = new ArrayList<>(List.of("install", "-y", "-q", "--no-install-recommends"));
    arguments.addAll(names.stream().map(Packages::newestName).toList());
    return aptGet(arguments);
  }

  private Program.Outcome aptGet(List<String> arguments) {
    var command = new ArrayList<>(List.of("apt-get"));
    command.addAll(arguments);
    return Program.of(command)
        .with("DEBIAN_FRONTEND", "noninteractive")
        .loggedTo(log)
        .telling(line -> progress.detail(STEP, line))
        .run();
  }

  /** Newer releases split the command line off the engine's package. */
  private static String newestName(String name) {
    return name.equals("docker-cli") && !isKnown(name) ? "docker.io" : name;
  }

  private static boolean isKnown(String name) {
    return Program.of("apt-cache", "show", name).run().ok();
  }

  /** Exit code 101 of this file forbids package scripts to start services. */
  private static void withoutServices(Runnable work) {
    try {
      restore();
      if (Files.exists(POLICY)) {
        Files.move(POLICY, SAVED, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.writeString(POLICY, "#!/bin/sh\n# of labVm, while it installs packages\nexit 101\n");
      Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        work.run();
      } finally {
        Files.deleteIfExists(POLICY);
        restore();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also undoes what an installation that was killed has left. */
  private static void restore() throws IOException {
    if (Files.exists(SAVED)) {
      Files.move(
          SAVED, POLICY, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
