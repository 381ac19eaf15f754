package io.labvm.ui.api;

import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.MaintenanceView;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.StorageService;
import io.labvm.ui.storage.StoreOverview;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The store over REST, for admins. */
@Tag(name = "storage")
@RestController
@RequestMapping("/api/v1/admin/storage")
class StorageController {
  private final StorageService storage;
  private final RetentionService retention;
  private final CurrentAccount current;

  StorageController(StorageService storage, RetentionService retention, CurrentAccount current) {
    this.storage = storage;
    this.retention = retention;
    this.current = current;
  }

  /** One kind of maintenance on the wire. */
  record MaintenanceJson(
      String kind,
      @Nullable Long everySeconds,
      boolean paused,
      @Nullable Instant nextAt,
      List<MaintenanceView.Run> runs) {
    static MaintenanceJson of(MaintenanceView view) {
      return new MaintenanceJson(
          view.kind().wire(),
          view.every() == null ? null : view.every().toSeconds(),
          view.paused(),
          view.nextAt(),
          view.runs());
    }
  }

  /** The id of a run. */
  record RunJson(String run) {}

  @Operation(summary = "Capacity, trend, biggest desktops and damaged versions (admin)")
  @GetMapping
  StoreOverview overview() {
    return storage.overview(current.caller());
  }

  @Operation(summary = "Upkeep of the store: schedules and the newest runs (admin)")
  @GetMapping("/maintenance")
  List<MaintenanceJson> maintenance() {
    return storage.maintenance(current.caller()).stream().map(MaintenanceJson::of).toList();
  }

  @Operation(summary = "Start a run now: prune, fold, verify, rebuild or measure (admin)")
  @PostMapping("/maintenance/{kind}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunJson run(@PathVariable String kind) {
    MaintenanceKind wanted =
        Arrays.stream(MaintenanceKind.values())
            .filter(k -> k.wire().equals(kind))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("maintenance"));
    return new RunJson(storage.run(current.caller(), wanted));
  }

  @Operation(summary = "How long versions are kept where owners wish nothing else (admin)")
  @GetMapping("/retention-policy")
  RetentionRules common() {
    current.caller().requireAdmin();
    return retention.common();
  }

  @Operation(summary = "Change that (admin)")
  @PutMapping("/retention-policy")
  RetentionRules changeCommon(@RequestBody RetentionController.RulesJson rules) {
    return retention.changeCommon(current.caller(), rules.rules());
  }
}
