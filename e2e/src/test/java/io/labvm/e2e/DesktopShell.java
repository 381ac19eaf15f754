package io.labvm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as root inside a member's running desktop, by the engine of its node. */
final class DesktopShell {
  private final Member member;

  DesktopShell(Member member) {
    this.member = member;
  }

  Commands.Result run(String script) {
    return docker("exec", "labvm-" + member.desktop(), "/bin/bash", "-c", script);
  }

  String sh(String script) {
    return run(script).orFail().output().strip();
  }

  /**
   * All names under some paths, with their links, modes, owners, and of files their sizes, times,
   * links and contents; sorted. By what BusyBox has, so that it works in base tiny.
   *
   * @param where paths, and conditions in find's words
   */
  String tree(String where) {
    return sh(
        """
        set -euo pipefail
        { find %1$s -exec stat -c '%%N %%f %%u:%%g' {} +
          find %1$s -type f -exec stat -c '%%n %%s %%h %%Y' {} +
          find %1$s -type f -exec sha256sum {} +; } | sort
        """
            .formatted(where));
  }

  /** What lies below a folder, as {@link Listing} says it. */
  String listing(String folder) {
    return sh(Listing.of(folder));
  }

  /** The first process of the desktop, as the machine numbers it. */
  long pid() {
    String id =
        docker("inspect", "-f", "{{.State.Pid}}", "labvm-" + member.desktop()).orFail().output();
    return Long.parseLong(id.strip());
  }

  /** Runs a command as the member. */
  Commands.Result asMember(String script) {
    return docker("exec", "-u", "1000", "labvm-" + member.desktop(), "/bin/bash", "-c", script);
  }

  Commands.Result docker(String... arguments) {
    var command = new ArrayList<String>();
    command.add("docker");
    command.add("-H");
    command.add("unix://" + engine(member.lab(), member.node()));
    command.addAll(List.of(arguments));
    return Commands.run(Duration.ofMinutes(2), command);
  }

  /** The socket of a node's engine. */
  static Path engine(Lab lab, String node) {
    try (var homes = Files.newDirectoryStream(Path.of("/run"), "labvm-*")) {
      for (Path home : homes) {
        Path socket = home.resolve(node).resolve("docker.sock");
        if (Files.exists(socket) && home.getFileName().toString().endsWith(hash(lab.home()))) {
          return socket;
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new AssertionError("no engine of node " + node);
  }

  /** First six hex digits of SHA-256 of the home's real path, as all kernel objects carry it. */
  static String hash(Path home) {
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(
                  home.toRealPath().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(digest).substring(0, 6);
    } catch (java.io.IOException | java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
