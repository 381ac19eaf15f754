package io.labvm.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real server, as a home runs it, on a file that outlives its process. */
final class TemporalServer implements AutoCloseable {
  private final Path directory;
  private final int port = freePort();
  private @Nullable Process process;

  TemporalServer(Path directory) {
    this.directory = directory;
    start();
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  /**
   * As {@code kill -9}, of a server that answers: one killed while it makes its database never
   * starts on it again.
   */
  void kill() {
    awaitAnswer();
    destroy();
  }

  private void awaitAnswer() {
    while (process != null && process.isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private void destroy() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /** As a lost disk does it, while the server is down. */
  void loseAll() throws IOException {
    for (String file : List.of("temporal.db", "temporal.db-wal", "temporal.db-shm")) {
      Files.deleteIfExists(directory.resolve(file));
    }
  }

  void start() {
    List<String> command =
        List.of(
            binary().toString(),
            "server",
            "start-dev",
            "--headless",
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--db-filename",
            directory.resolve("temporal.db").toString(),
            "--dynamic-config-value",
            "frontend.WorkerHeartbeatsEnabled=true",
            "--dynamic-config-value",
            "frontend.ListWorkersEnabled=true",
            "--log-level",
            "error");
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("temporal.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    destroy();
  }

  /** Named by the environment, else where the launcher keeps what it built. */
  private static Path binary() {
    return Optional.ofNullable(System.getenv("LABVM_TEMPORAL"))
        .map(Path::of)
        .or(TemporalServer::cached)
        .filter(Files::isExecutable)
        .orElseThrow(() -> new IllegalStateException("no temporal binary; set LABVM_TEMPORAL"));
  }

  private static Optional<Path> cached() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "labvm");
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> builds = Files.list(cache)) {
      return builds
          .filter(p -> p.getFileName().toString().startsWith("temporal-"))
          .map(p -> p.resolve("temporal"))
          .filter(Files::isExecutable)
          .max(Path::compareTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
