package io.labvm.node.rundir;

import io.labvm.contract.desktop.DesktopId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Directories that are named by desktops. */
public final class DesktopDirectories {
  private DesktopDirectories() {}

  /** The desktops that have one below {@code parent}; other names are not ours and left alone. */
  public static List<DesktopId> in(Path parent) throws IOException {
    List<DesktopId> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        try {
          found.add(new DesktopId(entry.getFileName().toString()));
        } catch (IllegalArgumentException e) {
          // left by somebody else
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }
}
