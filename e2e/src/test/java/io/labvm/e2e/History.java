package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The versions of a member's desktop, as the API hands them out. */
record History(Member member) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** All of them, newest first. */
  JsonNode versions() {
    return member.api().get(path()).expect(200).body();
  }

  JsonNode newest() {
    return versions().get(0);
  }

  /** What a folder holds in a version, as {@link Listing} says it. */
  String listing(long version, String folder) {
    try {
      Path work = Files.createTempDirectory("labvm-e2e-version-");
      try {
        Path archive = work.resolve("archive.tar");
        save(version, folder, archive);
        run("tar", "-xpf", archive.toString(), "--numeric-owner", "-C", work.toString());
        Path unpacked = work.resolve(Path.of(folder).getFileName());
        return run("bash", "-c", Listing.of(unpacked)).strip();
      } finally {
        var ignored = run("rm", "-rf", work.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Again when the agent that reads it has just been started. */
  private void save(long version, String folder, Path file) {
    Wait.untilTrue(
        "version %d of %s to be handed out".formatted(version, member.login()),
        LIMIT,
        () -> member.api().save(path() + "/" + version + "/archive?path=" + folder, file) == 200);
  }

  private static String run(String... command) {
    return Commands.run(LIMIT, command).orFail().output();
  }

  private String path() {
    return "/api/v1/desktops/" + member.desktop() + "/versions";
  }
}
