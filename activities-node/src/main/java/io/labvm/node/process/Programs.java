package io.labvm.node.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the node. */
public final class Programs {
  private Programs() {}

  /**
   * Whether there is such a program.
   *
   * @param program a path, or a name to be found on the {@code PATH}
   */
  public static boolean isInstalled(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin");
    return Arrays.stream(path.split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
