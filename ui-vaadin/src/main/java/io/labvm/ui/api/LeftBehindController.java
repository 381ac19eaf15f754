package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftChanges.LeftPlace;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.VersionPath;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Left-behind changes over REST. Paths are text, or in {@code pathBase64} bytes where they are not
 * UTF-8.
 */
@Tag(name = "left-behind")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}/left-behind")
class LeftBehindController {
  private final LeftChanges changes;
  private final CurrentAccount current;

  LeftBehindController(LeftChanges changes, CurrentAccount current) {
    this.changes = changes;
    this.current = current;
  }

  @Operation(summary = "Changes that stayed on a node when the desktop went on elsewhere")
  @GetMapping
  List<LeftView> list(@PathVariable String desktop) {
    return changes.of(current.caller(), Ids.desktop(desktop));
  }

  @Operation(summary = "Names of a folder in them, page by page; what was deleted is named, too")
  @GetMapping("/{left}/tree")
  FolderPage tree(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      @RequestParam(required = false) @Nullable String after) {
    return changes.folder(
        current.caller(), place(desktop, left), VersionPath.of(path, pathBase64), after);
  }

  @Operation(summary = "A file of them, whole or by Range")
  @GetMapping("/{left}/file")
  void file(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(path, pathBase64);
    Downloads.file(
        response, changes.file(current.caller(), place(desktop, left), wanted, range), wanted);
  }

  @Operation(summary = "A file or folder of them, with all below it, as a tar archive")
  @GetMapping("/{left}/archive")
  void archive(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String pathBase64,
      HttpServletResponse response) {
    VersionPath wanted = VersionPath.of(path, pathBase64);
    Downloads.archive(
        response, changes.archive(current.caller(), place(desktop, left), wanted), wanted);
  }

  /** A file or folder; {@code mode} is {@code beside} or, for files, {@code replace}. */
  record CopyJson(@Nullable String path, @Nullable String mode) {}

  @Operation(summary = "Put a file or folder of them into the desktop, if it runs where they lie")
  @PostMapping("/{left}/copy-back")
  ResponseEntity<AcceptedJson> copyBack(
      @PathVariable String desktop,
      @PathVariable String left,
      @RequestBody CopyJson wanted,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    return AcceptedJson.of(
        changes.copyBack(
            current.caller(),
            place(desktop, left),
            wanted.path(),
            TimeTravelController.mode(wanted.mode()),
            new RequestKey(key)));
  }

  @Operation(summary = "Throw them away for good")
  @DeleteMapping("/{left}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void discard(@PathVariable String desktop, @PathVariable String left) {
    changes.discard(current.caller(), place(desktop, left));
  }

  static LeftPlace place(String desktop, String left) {
    return new LeftPlace(Ids.desktop(desktop), left);
  }
}
