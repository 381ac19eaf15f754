package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.versions.ChangePage;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.PackageChanges;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What versions hold, over REST. Paths are text, or in {@code pathBase64} bytes where they are not
 * UTF-8.
 */
@Tag(name = "versions")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}/versions")
class VersionContentController {
  private final VersionContent versions;
  private final CurrentAccount current;

  VersionContentController(VersionContent versions, CurrentAccount current) {
    this.versions = versions;
    this.current = current;
  }

  @Operation(summary = "Names of a folder in a version, page by page")
  @GetMapping("/{version}/tree")
  FolderPage tree(
      @PathVariable String desktop,
      @PathVariable long version,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "200") int limit) {
    return versions.folder(
        current.caller(),
        Ids.desktop(desktop),
        version,
        VersionPath.of(path, pathBase64),
        after,
        limit);
  }

  @Operation(summary = "A file of a version, whole or by Range")
  @GetMapping("/{version}/file")
  void file(
      @PathVariable String desktop,
      @PathVariable long version,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(path, pathBase64);
    Downloads.file(
        response,
        versions.file(current.caller(), Ids.desktop(desktop), version, wanted, range),
        wanted);
  }

  @Operation(summary = "A file or folder of a version, with all below it, as a tar archive")
  @GetMapping("/{version}/archive")
  void archive(
      @PathVariable String desktop,
      @PathVariable long version,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(path, pathBase64);
    Downloads.archive(
        response,
        versions.archive(current.caller(), Ids.desktop(desktop), version, wanted),
        wanted);
  }

  @Operation(summary = "What differs in one folder between two versions; 0 is the bare base")
  @GetMapping("/{version}/diff/{other}")
  ChangePage changes(
      @PathVariable String desktop,
      @PathVariable long version,
      @PathVariable long other,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      @RequestParam(required = false) @Nullable String after) {
    return versions.changes(
        current.caller(),
        Ids.desktop(desktop),
        version,
        other,
        VersionPath.of(path, pathBase64),
        after);
  }

  @Operation(summary = "Which Debian packages differ between two versions")
  @GetMapping("/{version}/diff/{other}/packages")
  PackageChanges packages(
      @PathVariable String desktop, @PathVariable long version, @PathVariable long other) {
    return versions.packages(current.caller(), Ids.desktop(desktop), version, other);
  }
}
