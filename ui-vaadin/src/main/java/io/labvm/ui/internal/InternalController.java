package io.labvm.ui.internal;

import io.labvm.gateway.connector.Routes;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What gateways ask and tell. */
@Hidden
@RestController
@RequestMapping("/internal/v1")
class InternalController {
  private static final int LONGEST_WAIT = 30;

  private final RouteBoard board;
  private final GatewayReports reports;

  InternalController(RouteBoard board, GatewayReports reports) {
    this.board = board;
    this.reports = reports;
  }

  /** A gateway's own words about itself. */
  record Report(
      @Nullable String id, @Nullable List<Integer> listening, @Nullable List<String> problems) {}

  @GetMapping("/routes")
  Routes routes(
      @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "0") int wait)
      throws InterruptedException {
    return board.await(after, Duration.ofSeconds(Math.clamp(wait, 0, LONGEST_WAIT)));
  }

  @PostMapping("/gateway")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void report(@RequestBody Report report) {
    reports.keep(
        report.id() == null ? "gateway" : report.id(),
        report.listening() == null ? List.of() : report.listening(),
        report.problems() == null ? List.of() : report.problems());
  }
}
