package io.labvm.ui.api;

import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.TimeTravelService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Going back to versions over REST. */
@Tag(name = "versions")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}")
class TimeTravelController {
  private static final String KEY = "Idempotency-Key";

  private final TimeTravelService travel;
  private final CurrentAccount current;

  TimeTravelController(TimeTravelService travel, CurrentAccount current) {
    this.travel = travel;
    this.current = current;
  }

  /** A version to go back to. */
  record RestoreJson(@Nullable Long version) {}

  /** A version to make a desktop of. */
  record ForkJson(@Nullable Long version, @Nullable String name) {}

  /** A file or folder of a version; {@code mode} is {@code beside} or {@code replace}. */
  record CopyBackJson(@Nullable Long version, @Nullable String path, @Nullable String mode) {}

  @Operation(summary = "Make an old version the current one; what is there is saved first")
  @PostMapping("/restore")
  ResponseEntity<AcceptedJson> restore(
      @PathVariable String desktop,
      @RequestBody RestoreJson wanted,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    return AcceptedJson.of(
        travel.restore(
            current.caller(),
            Ids.desktop(desktop),
            version(wanted.version()),
            new RequestKey(key)));
  }

  @Operation(summary = "Make another desktop of a version")
  @PostMapping("/fork")
  ResponseEntity<AcceptedJson> fork(
      @PathVariable String desktop,
      @RequestBody ForkJson wanted,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    String name = wanted.name() == null ? "" : wanted.name();
    return AcceptedJson.of(
        travel.fork(
            current.caller(),
            Ids.desktop(desktop),
            version(wanted.version()),
            name,
            new RequestKey(key)));
  }

  @Operation(summary = "Put a file or folder of a version into the running desktop")
  @PostMapping("/copy-back")
  ResponseEntity<AcceptedJson> copyBack(
      @PathVariable String desktop,
      @RequestBody CopyBackJson wanted,
      @RequestHeader(name = KEY, required = false) @Nullable String key) {
    FromVersion from =
        new FromVersion(version(wanted.version()), wanted.path(), mode(wanted.mode()));
    return AcceptedJson.of(
        travel.copyBack(current.caller(), Ids.desktop(desktop), from, new RequestKey(key)));
  }

  private static long version(@Nullable Long version) {
    if (version == null || version < 0) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("version", "missing", "The number of a version.")));
    }
    return version;
  }

  static FromVersion.@Nullable Mode mode(@Nullable String mode) {
    try {
      return mode == null ? null : FromVersion.Mode.fromWire(mode);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("mode", "invalid", "beside or replace.")));
    }
  }
}
