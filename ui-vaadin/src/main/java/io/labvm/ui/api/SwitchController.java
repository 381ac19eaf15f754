package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.SwitchService;
import io.labvm.ui.desktops.SwitchTarget;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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

  private final SwitchService switches;
  private final CurrentAccount current;

  SwitchController(SwitchService switches, CurrentAccount current) {
    this.switches = switches;
    this.current = current;
  }

  /** Where to: a node, or {@code automatic}; when: {@code now}. */
  record SwitchJson(@Nullable String node, @Nullable String when) {}

  /** A node to switch to. */
  record TargetJson(
      String node,
      boolean usable,
      boolean current,
      String state,
      @Nullable Long memoryFreeBytes,
      int desktops) {
    static TargetJson of(SwitchTarget target) {
      return new TargetJson(
          target.node(),
          target.usable(),
          target.current(),
          target.state().wire(),
          target.memoryFreeBytes(),
          target.desktops());
    }
  }

  @Operation(summary = "Nodes to switch to, those that fit best first")
  @GetMapping("/switch-targets")
  List<TargetJson> targets(@PathVariable String desktop) {
    return switches.targets(current.caller(), Ids.desktop(desktop)).stream()
        .map(TargetJson::of)
        .toList();
  }

  @Operation(summary = "Move it to another node; running programs end")
  @PostMapping("/switch")
  ResponseEntity<AcceptedJson> switchTo(
      @PathVariable String desktop,
      @RequestBody SwitchJson wanted,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    if (wanted.when() != null && !wanted.when().equals(NOW)) {
      throw ProblemException.invalid(List.of(new FieldProblem("when", "invalid", "now.")));
    }
    String node = AUTOMATIC.equals(wanted.node()) ? null : wanted.node();
    return AcceptedJson.of(
        switches.switchTo(current.caller(), Ids.desktop(desktop), node, new RequestKey(key)));
  }
}
