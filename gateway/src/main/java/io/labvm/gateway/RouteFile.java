package io.labvm.gateway;

import io.labvm.gateway.connector.Routes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last routes on disk: what the gateway starts with while the portal is down. */
final class RouteFile {
  private static final Logger log = LoggerFactory.getLogger(RouteFile.class);

  private final Path file;

  RouteFile(Path stateDir) {
    this.file = stateDir.resolve("routes.json");
  }

  /** The last routes; empty when there are none or the file is damaged. */
  Optional<Routes> load() {
    try {
      return Optional.of(PortalJson.routes(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("the routes in {} cannot be read; waiting for the portal", file, e);
      return Optional.empty();
    }
  }

  /** Replaces the file, whole and durable. A failure is logged: routes still work from memory. */
  void save(Routes routes) {
    var temporary = file.resolveSibling("routes.json.new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(temporary, PortalJson.write(routes));
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("the routes cannot be kept in {}", file, e);
    }
  }
}
