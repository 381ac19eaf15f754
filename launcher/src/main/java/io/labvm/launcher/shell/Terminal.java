package io.labvm.launcher.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hands the caller's terminal to another program. */
public final class Terminal {
  private Terminal() {}

  /** Runs a program on our own input and output and returns its exit code. */
  public static int hand(List<String> command, Path directory) {
    return hand(command, directory, Map.of());
  }

  /** The same with additions to the environment. */
  public static int hand(List<String> command, Path directory, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UserError("Cannot run " + command.getFirst(), String.valueOf(e.getMessage()), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
