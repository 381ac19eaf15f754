package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.gpus.DesktopGpus;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Giving GPUs over REST. */
@Tag(name = "gpus")
@RestController
@RequestMapping("/api/v1")
class GpuController {
  private final GpuService gpus;
  private final CurrentAccount current;

  GpuController(GpuService gpus, CurrentAccount current) {
    this.gpus = gpus;
    this.current = current;
  }

  /** {@code shared} or {@code exclusive}. */
  record ModeJson(@Nullable String mode) {}

  /** How many, null for what the node's mode gives; until when, null for ever. */
  record WishJson(@Nullable Integer count, @Nullable Instant until) {}

  @Operation(summary = "Give GPUs to all desktops of a node, or each to one (admin)")
  @PutMapping("/nodes/{node}/gpu-mode")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void mode(@PathVariable String node, @RequestBody ModeJson wanted) {
    GpuMode mode =
        GpuMode.fromWire(wanted.mode())
            .orElseThrow(
                () ->
                    ProblemException.invalid(
                        List.of(new FieldProblem("mode", "unknown", "shared or exclusive."))));
    gpus.setMode(current.caller(), node, mode);
  }

  @Operation(summary = "Ask for GPUs; it starts anew with them when it is its turn and idle")
  @PutMapping("/desktops/{desktop}/gpus")
  DesktopGpus ask(@PathVariable String desktop, @RequestBody WishJson wanted) {
    return gpus.ask(current.caller(), Ids.desktop(desktop), wanted.count(), wanted.until());
  }
}
