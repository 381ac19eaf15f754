package io.labvm.layers.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which processes keep a mount from being taken away, as far as /proc tells. */
final class MountUsers {
  private static final int MOST = 20;

  private MountUsers() {}

  /** Names and numbers, for a message. */
  static List<String> of(Path mountPoint) throws IOException {
    List<String> users = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (users.size() < MOST && uses(process, mountPoint)) {
          users.add(name(process) + " (" + process.getFileName() + ")");
        }
      }
    }
    return users;
  }

  private static boolean uses(Path process, Path mountPoint) {
    for (String link : List.of("cwd", "root", "exe")) {
      if (leadsInto(process.resolve(link), mountPoint)) {
        return true;
      }
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path link : open) {
        if (leadsInto(link, mountPoint)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false; // ended meanwhile, or not ours to see
    }
    return false;
  }

  private static boolean leadsInto(Path link, Path mountPoint) {
    try {
      return Files.readSymbolicLink(link).startsWith(mountPoint);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "?";
    }
  }
}
