package io.labvm.launcher.build;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.SideBySide;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Makes applications from sources: Maven packages them, then each is unpacked so that a JVM starts
 * it without reading jars in jars. The result stands in {@code target/labvm/<key of the sources>}
 * and is made once.
 */
public final class Builds {
  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] Building labvm-(\\S+) .*\\[(\\d+)/(\\d+)]");
  private static final String STEP = "build";

  private final SourceTree sources;
  private final Path jdk;
  private final Progress progress;
  private final List<String> speed;

  private Builds(SourceTree sources, Path jdk, Progress progress, List<String> speed) {
    this.sources = sources;
    this.jdk = jdk;
    this.progress = progress;
    this.speed = speed;
  }

  /** Builds without format check and analysis, which the tests have done. */
  public static Builds quick(SourceTree sources, Path jdk, Progress progress) {
    return new Builds(sources, jdk, progress, List.of("-Dquick", "-Dspotless.check.skip"));
  }

  /** Builds with the flags of the tests, so that these compile nothing again. */
  public static Builds likeTests(SourceTree sources, Path jdk, Progress progress) {
    return new Builds(sources, jdk, progress, List.of());
  }

  /** The build of the sources as they are now; made if need be. */
  public Build current() {
    var build = new Build(folder().resolve(sources.key()), jdk);
    return isComplete(build) ? build : progress.step(STEP, () -> makeAlone(build));
  }

  /** The key that a build of the sources as they are now has. */
  public Optional<String> currentKey() {
    return Optional.of(sources.key());
  }

  private Path folder() {
    return sources.root().resolve("target/labvm");
  }

  private static boolean isComplete(Build build) {
    return Files.exists(build.directory().resolve("complete"));
  }

  /** Two launchers in one checkout must not run Maven over each other. */
  private Build makeAlone(Build build) {
    Disk.directory(folder(), "rwxr-xr-x");
    try (var channel =
            FileChannel.open(
                folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!isComplete(build)) {
        maven();
        assemble(build);
        removeOthers(build);
      }
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void maven() {
    Path log = folder().resolve("maven.log");
    var goals = new ArrayList<>(List.of("package", "-DskipTests", "-pl", "!bench,!e2e,!launcher"));
    goals.addAll(speed);
    var outcome = Maven.of(sources.root(), jdk).run(goals, log, this::tell);
    if (!outcome.ok()) {
      outcome
          .output()
          .lines()
          .filter(l -> l.startsWith("[ERROR]"))
          .limit(20)
          .forEach(progress::say);
      throw new UserError("The build failed", "Maven ended with " + outcome.exit(), "See " + log);
    }
  }

  private void tell(String line) {
    Matcher matcher = MODULE.matcher(line);
    if (matcher.find()) {
      progress.detail(
          STEP, "module " + matcher.group(1) + ", " + matcher.group(2) + " of " + matcher.group(3));
    }
  }

  private void assemble(Build build) throws IOException {
    progress.detail(STEP, "unpacking applications");
    Path part = folder().resolve("." + build.key() + ".part");
    Disk.delete(part);
    Files.createDirectories(part);
    try (var work = new SideBySide()) {
      Application.all().forEach(a -> work.run(() -> unpack(a, part)));
      work.run(() -> copy("base", part));
      work.run(() -> copy("temporal", part));
      work.joinAll();
    }
    Files.writeString(part.resolve("complete"), "");
    Disk.delete(build.directory());
    Files.move(part, build.directory(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void unpack(Application application, Path into) {
    Path target = sources.root().resolve(application.module()).resolve("target");
    Path jar =
        Disk.list(target).stream()
            .filter(p -> p.getFileName().toString().endsWith("-app.jar"))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "The build is incomplete", "no application jar in " + target, ""));
    Path directory = into.resolve(application.directory());
    try {
      if (isPlain(jar)) {
        Files.createDirectories(directory);
        Files.copy(jar, directory.resolve("app.jar"));
      } else {
        extract(jar, directory);
        Files.move(directory.resolve(jar.getFileName()), directory.resolve("app.jar"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One with its libraries' classes in it; the others hold jars, which starts slower. */
  private static boolean isPlain(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.getEntry("BOOT-INF/lib/") == null && zip.getEntry("BOOT-INF/classes/") == null;
    }
  }

  private void extract(Path jar, Path directory) {
    Program.of(
            jdk.resolve("bin/java").toString(),
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            directory.toString())
        .run()
        .orFail("Cannot unpack " + jar, "");
  }

  private void copy(String directory, Path into) {
    Path from = sources.root().resolve(directory);
    if (Files.isDirectory(from)) {
      Program.of("cp", "-a", from.toString(), into.toString())
          .run()
          .orFail("Cannot copy " + from, "");
    }
  }

  /** Homes hold their own copy, so only the newest is of use here. */
  private void removeOthers(Build build) {
    Disk.list(folder()).stream()
        .filter(Files::isDirectory)
        .filter(p -> !p.equals(build.directory()))
        .forEach(Disk::delete);
  }
}
