package io.labvm.launcher.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Hands the caller's terminal to another program. */
public final class Terminal {
  private Terminal() {}

  /** Runs a program on our own input and output and returns its exit code. */
  public static int hand(List<String> command, Path directory) {
    return hand(command, directory, Map.of());
  }

  /**
   * The same with additions to the environment. A signal that ends us ends the program first, and
   * its exit code becomes ours.
   */
  public static int hand(List<String> command, Path directory, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    builder.environment().putAll(environment);
    // before the start: a signal in between would leave the program alone
    var started = new CompletableFuture<Process>();
    Thread ending = Thread.ofPlatform().unstarted(() -> end(started));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      Process process = start(builder, started);
      int exit = process.waitFor();
      unlessEnding(ending);
      return exit;
    } catch (IOException e) {
      throw new UserError("Cannot run " + command.getFirst(), String.valueOf(e.getMessage()), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static Process start(ProcessBuilder builder, CompletableFuture<Process> started)
      throws IOException {
    try {
      Process process = builder.start();
      started.complete(process);
      return process;
    } finally {
      started.cancel(false); // nothing to end where it did not start
    }
  }

  private static void end(CompletableFuture<Process> started) {
    try {
      Process process = started.join();
      process.destroy();
      Runtime.getRuntime().halt(process.onExit().join().exitValue());
    } catch (CancellationException e) {
      // it did not start: the exit code is whose it was
    }
  }

  private static void unlessEnding(Thread ending) throws InterruptedException {
    try {
      boolean ignored = Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      ending.join(); // told to end already: it halts
    }
  }
}
