package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.LimitsService;
import io.labvm.ui.desktops.LimitsWish;
import io.labvm.ui.operations.RequestKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What desktops may use, over REST. */
@Tag(name = "desktops")
@RestController
@RequestMapping("/api/v1/desktops/{desktop}/limits")
class LimitsController {
  private final LimitsService limits;
  private final CurrentAccount current;

  LimitsController(LimitsService limits, CurrentAccount current) {
    this.limits = limits;
    this.current = current;
  }

  @Operation(
      summary =
          "Change what it may use (admin): at once while it runs, /dev/shm from its next start on;"
              + " what is left out stays")
  @PutMapping
  ResponseEntity<AcceptedJson> change(
      @PathVariable String desktop,
      @RequestBody LimitsWish wanted,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    return AcceptedJson.of(
        limits.change(current.caller(), Ids.desktop(desktop), wanted, new RequestKey(key)));
  }
}
