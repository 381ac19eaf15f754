package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.versions.VersionPath;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same for left-behind changes. */
@Hidden
@RestController
@RequestMapping("/files/desktops/{desktop}/left-behind/{left}")
class LeftPageDownloads {
  private final LeftChanges changes;
  private final CurrentAccount current;

  LeftPageDownloads(LeftChanges changes, CurrentAccount current) {
    this.changes = changes;
    this.current = current;
  }

  @GetMapping("/file")
  void file(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestParam(required = false) @Nullable String path,
      @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(null, path == null ? "" : path);
    Downloads.file(
        response,
        changes.file(current.caller(), LeftBehindController.place(desktop, left), wanted, range),
        wanted);
  }

  @GetMapping("/archive")
  void archive(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestParam(required = false) @Nullable String path,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(null, path == null ? "" : path);
    Downloads.archive(
        response,
        changes.archive(current.caller(), LeftBehindController.place(desktop, left), wanted),
        wanted);
  }
}
