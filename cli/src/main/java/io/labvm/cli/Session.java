package io.labvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which portal is meant and as whom: the home's own admin where its token can be read, else whoever
 * has signed in.
 */
final class Session {
  private static final URI DEFAULT_PORTAL = URI.create("http://127.0.0.1:8123");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Optional<Path> adminToken;
  private final Optional<URI> homePortal;
  private final Optional<Path> homeCertificate;

  Session(
      Path file,
      Optional<Path> adminToken,
      Optional<URI> homePortal,
      Optional<Path> homeCertificate) {
    this.file = file;
    this.adminToken = adminToken;
    this.homePortal = homePortal;
    this.homeCertificate = homeCertificate;
  }

  static Session ofEnvironment(Map<String, String> environment) {
    Path config =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .filter(v -> !v.isEmpty())
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".config"));
    return new Session(
        config.resolve("labvm/session.json"),
        Optional.ofNullable(environment.get("LABVM_ADMIN_TOKEN_FILE")).map(Path::of),
        Optional.ofNullable(environment.get("LABVM_HOME_PORTAL")).map(URI::create),
        Optional.ofNullable(environment.get("LABVM_HOME_CERTIFICATE")).map(Path::of));
  }

  /** The API as somebody: signed in before, or the admin of this machine's home. */
  Api api(Arguments arguments) {
    URI portal = portal(arguments);
    Optional<String> kept = savedFor(portal).map(s -> s.path("token").asString());
    Optional<String> token =
        kept.or(
            () -> homePortal.filter(portal::equals).flatMap(_ -> adminToken.map(Session::read)));
    return new Api(
        portal,
        token.orElseThrow(
            () -> new Problem("Not signed in", "no token for " + portal, "labvm login LOGIN")),
        certificates(arguments));
  }

  /** The API as nobody. */
  Api stranger(Arguments arguments) {
    return new Api(portal(arguments), "", certificates(arguments));
  }

  /** Given now, or at the sign-in, or the home's own. */
  private Optional<Path> certificates(Arguments arguments) {
    URI portal = portal(arguments);
    return arguments
        .value("--cacert")
        .map(Path::of)
        .or(
            () ->
                savedFor(portal)
                    .map(s -> s.path("cacert").asString(""))
                    .filter(c -> !c.isEmpty())
                    .map(Path::of))
        .or(() -> homePortal.filter(portal::equals).flatMap(_ -> homeCertificate));
  }

  private Optional<JsonNode> savedFor(URI portal) {
    return saved().filter(s -> URI.create(s.path("portal").asString()).equals(portal));
  }

  URI portal(Arguments arguments) {
    return arguments
        .value("--portal")
        .map(Session::address)
        .or(() -> saved().map(s -> URI.create(s.path("portal").asString())))
        .or(() -> homePortal)
        .orElse(DEFAULT_PORTAL);
  }

  private static URI address(String text) {
    if (!text.matches("https?://[^/\\s]+.*")) {
      throw new IllegalArgumentException(
          "--portal is an address such as " + DEFAULT_PORTAL + ", not '" + text + "'");
    }
    return URI.create(text);
  }

  private Optional<JsonNode> saved() {
    return Files.exists(file) ? Optional.of(JSON.readTree(read(file))) : Optional.empty();
  }

  /** Keeps a token for later commands, readable by its owner only. */
  void save(Arguments arguments, String login, String token) {
    var kept = new TreeMap<String, String>();
    kept.put("portal", portal(arguments).toString());
    kept.put("login", login);
    kept.put("token", token);
    certificates(arguments).ifPresent(c -> kept.put("cacert", c.toAbsolutePath().toString()));
    try {
      Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
      Path part = file.resolveSibling(".session.json.part");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, JSON.writeValueAsString(kept));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new Problem("Cannot read " + path, String.valueOf(e.getMessage()), "");
    }
  }
}
