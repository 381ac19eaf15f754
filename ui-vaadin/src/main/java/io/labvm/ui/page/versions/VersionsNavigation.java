package io.labvm.ui.page.versions;

import com.vaadin.flow.router.BeforeEnterEvent;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.versions.VersionPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to the pages of versions. */
public final class VersionsNavigation {
  static final String ROUTE = "versions";
  static final String OF_DESKTOP = "desktops/:desktop/versions";
  static final String FILES = OF_DESKTOP + "/:version/files";
  static final String COMPARE = OF_DESKTOP + "/:version/compare/:other";

  private VersionsNavigation() {}

  /** Address of a desktop's versions. */
  public static String path(DesktopId desktop) {
    return "desktops/" + desktop + "/versions";
  }

  static String files(DesktopId desktop, long version, VersionPath path) {
    return path(desktop) + "/" + version + "/files" + query(path, "");
  }

  static String compare(DesktopId desktop, long before, long after, VersionPath path) {
    return path(desktop) + "/" + before + "/compare/" + after + query(path, "");
  }

  static String page(String address, VersionPath path, String next) {
    return address.replaceFirst("\\?.*", "") + query(path, next);
  }

  /** Where a file, or a folder as an archive, is saved from. */
  static String download(DesktopId desktop, long version, VersionPath path, boolean folder) {
    return "files/desktops/%s/versions/%d/%s%s"
        .formatted(desktop, version, folder ? "archive" : "file", query(path, ""));
  }

  private static String query(VersionPath path, String after) {
    String first = path.isRoot() ? "" : "path=" + path.base64();
    String second = after.isEmpty() ? "" : "after=" + after;
    String both = first + (first.isEmpty() || second.isEmpty() ? "" : "&") + second;
    return both.isEmpty() ? "" : "?" + both;
  }

  static @Nullable DesktopId desktop(BeforeEnterEvent event) {
    try {
      return event.getRouteParameters().get("desktop").map(DesktopId::new).orElse(null);
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  /** A number of the address; -1 for what is none, which no version has. */
  static long number(BeforeEnterEvent event, String name) {
    String text = event.getRouteParameters().get(name).orElse("");
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
  }

  static VersionPath path(BeforeEnterEvent event) {
    return VersionPath.of(null, parameter(event, "path"));
  }

  static String parameter(BeforeEnterEvent event, String name) {
    return event
        .getLocation()
        .getQueryParameters()
        .getParameters()
        .getOrDefault(name, List.of(""))
        .getFirst();
  }
}
