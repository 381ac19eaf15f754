package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs and keeps what they print. */
final class Commands {
  /**
   * What a program did.
   *
   * @param output stdout and stderr together
   */
  record Result(int exit, String output) {
    Result orFail() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + ": " + output);
      }
      return this;
    }
  }

  private Commands() {}

  static Result run(Duration limit, String... command) {
    return run(limit, List.of(command));
  }

  static Result run(Duration limit, List<String> command) {
    try {
      Path out = Files.createTempFile("labvm-e2e-", ".out");
      try {
        var process =
            new ProcessBuilder(command)
                .directory(Repository.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
        String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
        return ended
            ? new Result(process.exitValue(), text)
            : new Result(124, "not ended after " + limit + ": " + command + "\n" + text);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
