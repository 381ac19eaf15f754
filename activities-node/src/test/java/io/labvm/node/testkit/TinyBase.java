package io.labvm.node.testkit;

import io.labvm.node.process.SystemCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The base tiny, built once for each state of its recipe and kept in the user's cache. */
public final class TinyBase {
  private static final Path RECIPES = Path.of("../base").toAbsolutePath().normalize();
  private static final List<String> PARTS =
      List.of("build", "labvm-init", "init", "recipes/common", "recipes/tiny");

  private TinyBase() {}

  /** Where the recipes and the runtime lie. */
  public static Path recipes() {
    return RECIPES;
  }

  /** The tar; builds it (about a minute, needs the distribution's mirror) when it is not there. */
  public static synchronized Path tar() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache/labvm/bases");
    Path tar = cache.resolve("tiny-" + digest() + ".tar");
    if (!Files.exists(tar)) {
      Files.createDirectories(cache);
      Path made = cache.resolve("tiny." + UUID.randomUUID());
      new SystemCommands(Duration.ofMinutes(10))
          .call(RECIPES.resolve("build").toString(), "tiny", made.toString());
      Files.move(made, tar, StandardCopyOption.ATOMIC_MOVE);
    }
    return tar;
  }

  private static String digest() throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : PARTS) {
        for (Path file : files(RECIPES.resolve(part))) {
          sha.update(RECIPES.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          sha.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path part) throws IOException {
    try (Stream<Path> walk = Files.walk(part)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
