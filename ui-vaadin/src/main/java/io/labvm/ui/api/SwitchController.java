package io.labvm.ui.api;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.PlannedSwitchService;
import io.labvm.ui.desktops.PlannedSwitchView;
import io.labvm.ui.desktops.ProgramsView;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.desktops.SwitchTarget;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Moving desktops to other nodes over REST. */
@Tag(name = "desktops")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}")
class SwitchController {
  private static final String AUTOMATIC = "automatic";
  private static final String NOW = "now";
  private static final String AT = "at";
  private static final String WHEN_IDLE = "whenIdle";

  private final SwitchService switches;
  private final PlannedSwitchService plans;
  private final CurrentAccount current;

  SwitchController(SwitchService switches, PlannedSwitchService plans, CurrentAccount current) {
    this.switches = switches;
    this.plans = plans;
    this.current = current;
  }

  /**
   * Where to and when.
   *
   * @param node or {@code automatic}
   * @param when {@code now}, {@code at} or {@code whenIdle}: when nobody has used it for a while
   * @param at the time, only for {@code at}
   */
  record SwitchJson(@Nullable String node, @Nullable String when, @Nullable Instant at) {}

  /**
   * A node to switch to.
   *
   * @param room whether it may promise what the desktop's limits say; null while it takes none
   * @param gpus {@code now}, {@code later} or {@code never}; null when the desktop wants none
   * @param base whether it has the desktop's base
   */
  record TargetJson(
      String node,
      boolean usable,
      boolean current,
      String state,
      @Nullable Boolean room,
      @Nullable String gpus,
      @Nullable Boolean base,
      @Nullable Long memoryFreeBytes,
      int desktops) {
    static TargetJson of(SwitchTarget target) {
      SwitchTarget.Fit fit = target.fit();
      return new TargetJson(
          target.node(),
          target.usable(),
          target.current(),
          target.state().wire(),
          fit == null ? null : fit.room(),
          fit == null || fit.gpus() == null ? null : fit.gpus().name().toLowerCase(Locale.ROOT),
          fit == null ? null : fit.hasBase(),
          target.memoryFreeBytes(),
          target.desktops());
    }
  }

  /**
   * What would end.
   *
   * @param readAt when the node told it; null when nobody knows
   * @param others number of processes that are not named
   */
  record ProgramsJson(@Nullable Instant readAt, List<ProgramsView.Program> programs, int others) {
    static ProgramsJson of(ProgramsView view) {
      return new ProgramsJson(view.readAt(), view.named(), view.others());
    }
  }

  @Operation(summary = "Programs that run in it, and would end")
  @GetMapping("/programs")
  ProgramsJson programs(@PathVariable String desktop) {
    return switches
        .programs(current.caller(), Ids.desktop(desktop))
        .map(ProgramsJson::of)
        .orElseGet(() -> new ProgramsJson(null, List.of(), 0));
  }

  /**
   * @param millis null while nobody knows
   */
  record PauseJson(@Nullable Long millis) {}

  @Operation(summary = "How long a switch would keep it unreachable, as earlier ones did")
  @GetMapping("/expected-pause")
  PauseJson expectedPause(@PathVariable String desktop) {
    return new PauseJson(
        switches
            .expectedPause(current.caller(), Ids.desktop(desktop))
            .map(Duration::toMillis)
            .orElse(null));
  }

  @Operation(summary = "Nodes to switch to, those that fit best first")
  @GetMapping("/switch-targets")
  List<TargetJson> targets(@PathVariable String desktop) {
    return switches.targets(current.caller(), Ids.desktop(desktop)).stream()
        .map(TargetJson::of)
        .toList();
  }

  @Operation(summary = "Move it to another node, now or later; running programs end")
  @PostMapping("/switch")
  ResponseEntity<?> switchTo(
      @PathVariable String desktop,
      @RequestBody SwitchJson wanted,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    DesktopId id = Ids.desktop(desktop);
    String node = AUTOMATIC.equals(wanted.node()) ? null : wanted.node();
    RequestKey requestKey = new RequestKey(key);
    return switch (wanted.when() == null ? NOW : wanted.when()) {
      case NOW -> AcceptedJson.of(switches.switchTo(current.caller(), id, node, requestKey));
      case AT -> planned(id, node, due(wanted), requestKey);
      case WHEN_IDLE -> planned(id, node, null, requestKey);
      default ->
          throw ProblemException.invalid(
              List.of(new FieldProblem("when", "invalid", "now, at or whenIdle.")));
    };
  }

  private static Instant due(SwitchJson wanted) {
    if (wanted.at() == null) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("at", "missing", "When? A time like 2027-01-31T02:00:00Z.")));
    }
    return wanted.at();
  }

  private ResponseEntity<PlannedSwitchView> planned(
      DesktopId desktop, @Nullable String node, @Nullable Instant at, RequestKey key) {
    return ResponseEntity.accepted().body(plans.plan(current.caller(), desktop, node, at, key));
  }

  @Operation(summary = "The switch that waits, or lately did not begin")
  @GetMapping("/planned-switch")
  PlannedSwitchView planned(@PathVariable String desktop) {
    return plans
        .planned(current.caller(), Ids.desktop(desktop))
        .orElseThrow(() -> ProblemException.notFound("planned switch"));
  }

  @Operation(summary = "Give up the switch that waits")
  @DeleteMapping("/planned-switch")
  ResponseEntity<Void> cancelPlanned(@PathVariable String desktop) {
    plans.cancelPlan(current.caller(), Ids.desktop(desktop));
    return ResponseEntity.noContent().build();
  }
}
