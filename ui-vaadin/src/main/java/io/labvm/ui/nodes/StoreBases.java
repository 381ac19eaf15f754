package io.labvm.ui.nodes;

import io.labvm.ui.PortalProperties;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what bases the store has: {@code bases/<name>-<n>/base.json}. A damaged document hides its
 * base and is logged; it never hides the others.
 */
@Component
class StoreBases {
  private static final Logger LOG = LoggerFactory.getLogger(StoreBases.class);
  private static final Pattern ID = Pattern.compile("([a-z0-9][a-z0-9-]{0,62})-([1-9][0-9]{0,8})");
  private static final long MOST_BYTES = 64 * 1024;

  private final Path directory;
  private final JsonMapper json;

  StoreBases(PortalProperties properties, JsonMapper json) {
    this.directory = properties.storePath().resolve("bases");
    this.json = json;
  }

  private record Found(String name, int number, boolean ssh, Instant created) {}

  /** By name, the newest first. */
  List<BaseView> list() {
    List<Found> found = found();
    found.sort(
        Comparator.comparing(Found::name)
            .thenComparing(Comparator.comparingInt(Found::number).reversed()));
    Set<String> names = new HashSet<>();
    return found.stream()
        .map(
            b ->
                new BaseView(
                    b.name() + "-" + b.number(),
                    b.name(),
                    names.add(b.name()),
                    b.ssh(),
                    b.created()))
        .toList();
  }

  private List<Found> found() {
    List<Found> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        read(entry).ifPresent(found::add);
      }
    } catch (IOException e) {
      LOG.warn("cannot list {}", directory, e);
    }
    return found;
  }

  private Optional<Found> read(Path base) {
    Path document = base.resolve("base.json");
    Matcher id = ID.matcher(base.getFileName().toString());
    if (!id.matches() || !Files.isRegularFile(document)) {
      return Optional.empty();
    }
    try {
      if (Files.size(document) > MOST_BYTES) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
      JsonNode root = json.readTree(Files.readAllBytes(document));
      // A base without the mark was imported before there was one; it is taken to have an sshd.
      boolean ssh = root.path("ssh").asBoolean(true);
      Instant created = Instant.parse(root.path("created").asString());
      return Optional.of(new Found(id.group(1), Integer.parseInt(id.group(2)), ssh, created));
    } catch (IOException | JacksonException | DateTimeException e) {
      LOG.warn("cannot read {}", document, e);
      return Optional.empty();
    }
  }
}
