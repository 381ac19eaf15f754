package io.labvm.ui.api;

import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.operations.OperationService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operations over REST. */
@Tag(name = "operations")
@RestController
@RequestMapping("/api/v1/operations")
class OperationController {
  private final OperationService operations;
  private final CurrentAccount current;

  OperationController(OperationService operations, CurrentAccount current) {
    this.operations = operations;
    this.current = current;
  }

  @Operation(summary = "The newest operations; for an admin of all members")
  @GetMapping
  List<OperationJson> list(@RequestParam(defaultValue = "50") int limit, Locale locale) {
    return operations.recent(current.caller(), limit, locale).stream()
        .map(OperationJson::of)
        .toList();
  }

  @Operation(summary = "One operation with the live progress of its running step")
  @GetMapping("/{operation}")
  OperationJson get(@PathVariable String operation, Locale locale) {
    return OperationJson.of(operations.get(current.caller(), Ids.operation(operation), locale));
  }

  @Operation(summary = "Cancel a queued or running operation")
  @PostMapping("/{operation}/abort")
  ResponseEntity<AcceptedJson> abort(@PathVariable String operation) {
    return AcceptedJson.of(operations.abort(current.caller(), Ids.operation(operation)));
  }
}
