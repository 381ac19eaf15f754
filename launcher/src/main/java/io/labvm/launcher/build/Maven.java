package io.labvm.launcher.build;

import io.labvm.launcher.shell.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs Maven on the whole project with the JDK that was found. */
public final class Maven {
  private static final String OPTIONS =
      "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";

  private final Path root;
  private final Path jdk;

  private final Map<String, String> environment = new TreeMap<>();

  private Maven(Path root, Path jdk) {
    this.root = root;
    this.jdk = jdk;
  }

  /** Maven in this checkout. */
  public static Maven of(Path root, Path jdk) {
    return new Maven(root, jdk);
  }

  /** Sets a variable of its environment. */
  public Maven with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs goals; the output goes to the log and, line by line, to the listener. */
  public Program.Outcome run(List<String> goals, Path log, Consumer<String> listener) {
    return program(goals).loggedTo(log).telling(listener).run();
  }

  private Program program(List<String> goals) {
    var command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dstyle.color=never"));
    command.addAll(goals);
    var program =
        Program.of(command).in(root).with("JAVA_HOME", jdk.toString()).with("MAVEN_OPTS", OPTIONS);
    environment.forEach(program::with);
    return program;
  }
}
