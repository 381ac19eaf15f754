package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.versions.VersionContent;
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

/** The downloads that pages link to: the same as by REST, in the session of who is signed in. */
@Hidden
@RestController
@RequestMapping("/files/desktops/{desktop}/versions/{version}")
class PageDownloads {
  private final VersionContent versions;
  private final CurrentAccount current;

  PageDownloads(VersionContent versions, CurrentAccount current) {
    this.versions = versions;
    this.current = current;
  }

  @GetMapping("/file")
  void file(
      @PathVariable String desktop,
      @PathVariable long version,
      @RequestParam(required = false) @Nullable String path,
      @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(null, path == null ? "" : path);
    Downloads.file(
        response,
        versions.file(current.caller(), Ids.desktop(desktop), version, wanted, range),
        wanted);
  }

  @GetMapping("/archive")
  void archive(
      @PathVariable String desktop,
      @PathVariable long version,
      @RequestParam(required = false) @Nullable String path,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(null, path == null ? "" : path);
    Downloads.archive(
        response,
        versions.archive(current.caller(), Ids.desktop(desktop), version, wanted),
        wanted);
  }
}
