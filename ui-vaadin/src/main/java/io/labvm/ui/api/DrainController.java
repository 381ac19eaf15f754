package io.labvm.ui.api;

import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.PlannedMove;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.drains.DrainPlanView;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.drains.DrainView;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Emptying nodes over REST, for admins. */
@Tag(name = "nodes")
@RestController
@RequestMapping("/api/v1/nodes/{node}")
class DrainController {
  /** Moves at the same time when nothing else is said. */
  static final int AT_ONCE = 2;

  private final DrainService drains;
  private final CurrentAccount current;

  DrainController(DrainService drains, CurrentAccount current) {
    this.drains = drains;
    this.current = current;
  }

  /** How many moves at the same time; 2 when absent. */
  record DrainRequest(@Nullable Integer atOnce) {
    static int moves(@Nullable DrainRequest request) {
      return request == null || request.atOnce() == null ? AT_ONCE : request.atOnce();
    }
  }

  /** What would become of one desktop. */
  record PlannedJson(
      String desktop,
      @Nullable String owner,
      @Nullable String target,
      boolean running,
      @Nullable Long pauseMillis,
      @Nullable String blocker) {
    static PlannedJson of(DrainPlanView.Line line) {
      PlannedMove move = line.move();
      PlannedMove.Blocker blocker = move.blocker();
      return new PlannedJson(
          move.desktop().value(),
          line.login(),
          move.target() == null ? null : move.target().value(),
          move.running(),
          move.pauseMillis(),
          blocker == null ? null : blocker.wire());
    }
  }

  /** A drain on the wire. */
  record DrainJson(
      String id,
      String node,
      boolean home,
      String state,
      boolean paused,
      int atOnce,
      Instant createdAt,
      @Nullable Instant endedAt,
      List<MoveJson> moves) {
    static DrainJson of(DrainView drain) {
      return new DrainJson(
          drain.id(),
          drain.node(),
          drain.home(),
          drain.state().wire(),
          drain.wish() == DrainWish.PAUSE,
          drain.atOnce(),
          drain.createdAt(),
          drain.endedAt(),
          drain.moves().stream().map(MoveJson::of).toList());
    }
  }

  /** One desktop of a drain. */
  record MoveJson(
      String desktop,
      @Nullable String owner,
      String state,
      @Nullable String to,
      @Nullable String operation,
      @Nullable String reason) {
    static MoveJson of(DrainView.Move move) {
      return new MoveJson(
          move.desktop().value(),
          move.login(),
          move.state().wire(),
          move.to(),
          move.operation(),
          move.reason());
    }
  }

  @Operation(summary = "What emptying this node would do now: targets, pauses, blockers (admin)")
  @GetMapping("/drain-plan")
  List<PlannedJson> plan(@PathVariable String node) {
    return drains.plan(current.caller(), node).lines().stream().map(PlannedJson::of).toList();
  }

  @Operation(summary = "The last drain of this node (admin)")
  @GetMapping("/drain")
  DrainJson last(@PathVariable String node) {
    return drains
        .last(current.caller(), node)
        .map(DrainJson::of)
        .orElseThrow(() -> ProblemException.notFound("drain"));
  }

  @Operation(summary = "Move all desktops from this node; it takes no new ones (admin)")
  @PostMapping("/drain")
  @ResponseStatus(HttpStatus.ACCEPTED)
  DrainJson drain(
      @PathVariable String node, @RequestBody(required = false) @Nullable DrainRequest request) {
    return DrainJson.of(drains.drain(current.caller(), node, DrainRequest.moves(request)));
  }

  @Operation(summary = "Take desktops again, and move back those that were moved away (admin)")
  @PostMapping("/bring-home")
  @ResponseStatus(HttpStatus.ACCEPTED)
  DrainJson bringHome(
      @PathVariable String node, @RequestBody(required = false) @Nullable DrainRequest request) {
    return DrainJson.of(drains.bringHome(current.caller(), node, DrainRequest.moves(request)));
  }

  @Operation(summary = "Begin no further move for now (admin)")
  @PostMapping("/drain/pause")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pause(@PathVariable String node) {
    drains.wish(current.caller(), node, DrainWish.PAUSE);
  }

  @Operation(summary = "Go on after a pause (admin)")
  @PostMapping("/drain/resume")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resume(@PathVariable String node) {
    drains.wish(current.caller(), node, DrainWish.GO_ON);
  }

  @Operation(summary = "Begin no further move; those in progress come to their end (admin)")
  @PostMapping("/drain/cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(@PathVariable String node) {
    drains.wish(current.caller(), node, DrainWish.CANCEL);
  }
}
