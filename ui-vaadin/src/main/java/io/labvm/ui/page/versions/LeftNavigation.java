package io.labvm.ui.page.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.versions.VersionPath;

/** The way to the pages of left-behind changes. */
public final class LeftNavigation {
  static final String OF_DESKTOP = "desktops/:desktop/left-behind";
  static final String FILES = OF_DESKTOP + "/:left/files";

  private LeftNavigation() {}

  /** Address of what was left behind of a desktop. */
  public static String path(DesktopId desktop) {
    return "desktops/" + desktop + "/left-behind";
  }

  static String files(DesktopId desktop, String left, VersionPath path) {
    return VersionsNavigation.page(path(desktop) + "/" + left + "/files", path, "");
  }

  /** Where a file, or a folder as an archive, is saved from. */
  static String download(DesktopId desktop, String left, VersionPath path, boolean folder) {
    String address = "files/%s/%s/%s".formatted(path(desktop), left, folder ? "archive" : "file");
    return VersionsNavigation.page(address, path, "");
  }
}
