package io.labvm.node.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@link Commands} as children of this process, with the C locale. */
public final class SystemCommands implements Commands {
  private static final int MOST_OUTPUT = 1 << 20;
  private static final int MOST_SHOWN = 500;

  private final Duration limit;

  /**
   * @param limit after which a program is killed
   */
  public SystemCommands(Duration limit) {
    this.limit = limit;
  }

  @Override
  public String run(String input, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      return outcome(process, input, command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(String.join(" ", command) + ": interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private String outcome(Process process, String input, String... command)
      throws IOException, InterruptedException {
    CompletableFuture<String> out = reading(process.getInputStream());
    CompletableFuture<String> errors = reading(process.getErrorStream());
    feed(process, input);
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(String.join(" ", command) + ": still running after " + limit);
    }
    String said = errors.join();
    if (process.exitValue() != 0) {
      // some, like nvidia-smi, complain on their output
      String problem = said.isBlank() ? out.join() : said;
      throw new IOException(
          String.join(" ", command) + ": exit " + process.exitValue() + ", " + shortened(problem));
    }
    return out.join();
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit status tells the reason.
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread ignored =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (stream) {
                    text.complete(
                        new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8));
                    stream.skip(Long.MAX_VALUE);
                  } catch (IOException | UncheckedIOException e) {
                    text.complete("");
                  }
                });
    return text;
  }

  private static String shortened(String text) {
    String line = text.strip();
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }
}
