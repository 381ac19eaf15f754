package io.labvm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the tools that are measured beside the engine. */
final class Peers {
  private final Site site;
  private final Path restic;
  private final Path borg;
  private int archives;

  /** Repositories in the shared directory, caches in the local one. */
  Peers(Site site, String name) throws IOException {
    this.site = site;
    this.restic = site.shared().resolve("restic-" + name);
    this.borg = site.shared().resolve("borg-" + name);
    site.programs()
        .with("RESTIC_PASSWORD", "bench")
        .with("XDG_CACHE_HOME", site.newLocal("cache-restic").toString())
        .with("BORG_BASE_DIR", site.newLocal("cache-borg").toString())
        .with("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
    if (Files.notExists(restic)) {
      site.programs().run("restic", "init", "-q", "--repo", restic.toString());
      site.programs().run("borg", "init", "-e", "none", borg.toString());
    }
  }

  Sample run(List<String> command) throws IOException {
    return site.programs().run(command);
  }

  /** A backup of a tree. */
  List<String> restic(Path tree) {
    return List.of("restic", "backup", "-q", "--repo", restic.toString(), tree.toString());
  }

  List<String> resticRestore(Path target) {
    return List.of(
        "restic",
        "restore",
        "-q",
        "--repo",
        restic.toString(),
        "--target",
        target.toString(),
        "latest");
  }

  /** A new archive of a tree. */
  List<String> borg(Path tree) {
    archives++;
    return List.of("borg", "create", borg + "::archive-" + archives, tree.toString());
  }

  /** Into the directory it is started in, which the shell sets. */
  List<String> borgExtract(Path target) {
    return List.of(
        "sh",
        "-c",
        "cd \"$1\" && exec borg extract \"$2\"",
        "sh",
        target.toString(),
        newestArchive());
  }

  private String newestArchive() {
    return borg + "::archive-" + archives;
  }

  /** Makes one directory like another, with hard links, ACLs and attributes. */
  static List<String> rsync(Path from, Path to, String... more) {
    List<String> words = new ArrayList<>(List.of("rsync", "-aHAX", "--delete"));
    words.addAll(List.of(more));
    words.addAll(List.of(from + "/", to + "/"));
    return words;
  }

  static List<String> copy(Path from, Path to) {
    return List.of("cp", "-a", from + "/.", to.toString());
  }
}
