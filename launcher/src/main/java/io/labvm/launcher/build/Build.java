package io.labvm.launcher.build;

import io.labvm.launcher.shell.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Applications ready to be started.
 *
 * @param directory one directory per application, {@code base} and {@code temporal}
 * @param jdk that runs them
 */
public record Build(Path directory, Path jdk) {
  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  /** For class paths; the manifests of applications say the same. */
  private static final List<String> NATIVE_ACCESS =
      List.of("--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny");

  /** Known by the content of its sources. */
  public String key() {
    return directory.getFileName().toString();
  }

  /** The command that starts an application. */
  public List<String> start(Application application, String... arguments) {
    var command = application(application);
    command.add("-XX:+ExitOnOutOfMemoryError");
    // a missing or unfitting archive only costs time; the log would call it an error
    command.addAll(
        List.of("-XX:AOTCache=" + archive(application), "-Xlog:aot=off", "-Xlog:cds=off"));
    command.addAll(List.of("-jar", home(application).resolve("app.jar").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command that starts an application once to record its archive, up to its first breath. */
  public List<String> record(Application application, Path archive, String... arguments) {
    var command = application(application);
    command.add("-XX:AOTCacheOutput=" + archive);
    // beans are made but nothing is started: no port, no worker, no change to the database
    command.add("-Dspring.context.exit=onRefresh");
    command.addAll(List.of("-jar", home(application).resolve("app.jar").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A command of the layer engine or the node channel: a main class among the node's libraries. */
  public Program command(String mainClass, List<String> arguments) {
    return Program.of(commandLine(mainClass, arguments));
  }

  /** The command line of {@link #command}, for running it in the caller's terminal. */
  public List<String> commandLine(String mainClass, List<String> arguments) {
    var command = new ArrayList<>(java(jdk, "-Xmx256m"));
    command.addAll(List.of("-cp", home(Application.NODE).resolve("lib") + "/*", mainClass));
    command.addAll(arguments);
    return command;
  }

  /** Where an application stands. */
  public Path home(Application application) {
    return directory.resolve(application.directory());
  }

  /** Classes loaded and linked ahead of time, if they were recorded. */
  public Path archive(Application application) {
    return home(application).resolve("app.aot");
  }

  /** Recipes and the runtime of desktops. */
  public Path base() {
    return directory.resolve("base");
  }

  /**
   * No option about modules or native access among them: with one, the JVM ignores most of what was
   * linked ahead of time.
   */
  private List<String> application(Application application) {
    var command =
        new ArrayList<>(
            List.of(
                jdk.resolve("bin/java").toString(),
                UNSAFE,
                "-Xmx" + application.heapMib() + "m",
                "-XX:+UseSerialGC"));
    if (!application.worksInBulk()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    return command;
  }

  /** How a JVM with a class path is started, up to its own options. */
  public static List<String> java(Path jdk, String heap) {
    var command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(NATIVE_ACCESS);
    command.addAll(List.of(UNSAFE, heap));
    return command;
  }
}
