package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Desktops that are stopped when nobody uses them, over REST. */
@Tag(name = "desktops")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}")
class IdlenessController {
  private final IdlenessService idleness;
  private final CurrentAccount current;

  IdlenessController(IdlenessService idleness, CurrentAccount current) {
    this.idleness = idleness;
    this.current = current;
  }

  /** Until when. */
  record LockJson(@Nullable Instant until) {}

  @Operation(summary = "When it is stopped if nobody uses it, its last use, and why it was stopped")
  @GetMapping("/idleness")
  IdlenessView idleness(@PathVariable String desktop) {
    return idleness.idleness(current.caller(), Ids.desktop(desktop));
  }

  @Operation(summary = "Keep it running: the time for which nobody has used it begins again")
  @PostMapping("/extend")
  IdlenessView extend(@PathVariable String desktop) {
    return idleness.extend(current.caller(), Ids.desktop(desktop));
  }

  @Operation(summary = "Do not stop it before then, used or not")
  @PutMapping("/lock")
  IdlenessView lock(@PathVariable String desktop, @RequestBody LockJson wanted) {
    Instant until = wanted.until();
    if (until == null) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("until", "missing", "When? A time like 2027-01-31T02:00:00Z.")));
    }
    return idleness.lock(current.caller(), Ids.desktop(desktop), until);
  }

  @Operation(summary = "Take its lock away")
  @DeleteMapping("/lock")
  IdlenessView unlock(@PathVariable String desktop) {
    return idleness.unlock(current.caller(), Ids.desktop(desktop));
  }
}
