package io.labvm.ui.api;

import io.labvm.contract.store.LeftOut;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.texts.HostPaths;
import io.labvm.ui.versions.BackupPolicy;
import io.labvm.ui.versions.VersionNote;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Versions of desktops over REST. */
@Tag(name = "versions")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}")
class VersionController {
  private final VersionService versions;
  private final CurrentAccount current;

  VersionController(VersionService versions, CurrentAccount current) {
    this.versions = versions;
    this.current = current;
  }

  /** A version on the wire. */
  record VersionJson(
      long version,
      Instant time,
      Instant completeUpTo,
      String trigger,
      String label,
      boolean pinned,
      String consistency,
      int layers,
      long entries,
      long bytes,
      String operation,
      boolean verified,
      @Nullable Instant verifiedAt,
      boolean damaged,
      @Nullable String damage,
      @Nullable Long uniqueBytes,
      List<LeftOut> leftOut) {
    static VersionJson of(VersionView view) {
      String damage = view.damage();
      return new VersionJson(
          view.version(),
          view.time(),
          view.completeUpTo(),
          view.trigger(),
          view.label(),
          view.pinned(),
          view.consistency(),
          view.layers(),
          view.entries(),
          view.bytes(),
          view.operation().value(),
          view.verifiedAt() != null && !view.damaged(),
          view.verifiedAt(),
          view.damaged(),
          damage == null ? null : HostPaths.shortened(damage),
          view.uniqueBytes(),
          view.leftOut());
    }
  }

  @Operation(summary = "The versions of a desktop, newest first")
  @GetMapping("/versions")
  List<VersionJson> list(@PathVariable String desktop) {
    return versions.of(current.caller(), Ids.desktop(desktop)).stream()
        .map(VersionJson::of)
        .toList();
  }

  @Operation(summary = "Label or pin a version; what is left out stays as it is")
  @PatchMapping("/versions/{version}")
  VersionJson note(
      @PathVariable String desktop, @PathVariable long version, @RequestBody VersionNote note) {
    return VersionJson.of(versions.note(current.caller(), Ids.desktop(desktop), version, note));
  }

  @Operation(summary = "Delete a version; not the newest, a pinned one, or one in use")
  @DeleteMapping("/versions/{version}")
  ResponseEntity<Void> remove(@PathVariable String desktop, @PathVariable long version) {
    versions.remove(current.caller(), Ids.desktop(desktop), version);
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "How often it is backed up by itself")
  @GetMapping("/backup-policy")
  BackupPolicy policy(@PathVariable String desktop) {
    return versions.policy(current.caller(), Ids.desktop(desktop));
  }

  @Operation(summary = "Change how often it is backed up by itself; 0 for never")
  @PutMapping("/backup-policy")
  BackupPolicy setPolicy(@PathVariable String desktop, @RequestBody BackupPolicy policy) {
    versions.setPolicy(current.caller(), Ids.desktop(desktop), policy);
    return policy;
  }
}
