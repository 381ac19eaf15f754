package io.labvm.ui.api;

import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.desktops.NewMember;
import io.labvm.ui.desktops.Registered;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.desktops.WaitingRegistration;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registrations over REST. */
@Tag(name = "registrations")
@RestController
@RequestMapping("/api/v1/registrations")
class RegistrationController {
  private final RegistrationService registrations;
  private final CurrentAccount current;

  RegistrationController(RegistrationService registrations, CurrentAccount current) {
    this.registrations = registrations;
    this.current = current;
  }

  /** Why a registration is refused. */
  record Denial(@Nullable String reason) {}

  /** A registration that waits. */
  record WaitingJson(
      String operation,
      String login,
      String displayName,
      String mail,
      @Nullable String phone,
      String base,
      @Nullable String node,
      Instant requestedAt) {
    static WaitingJson of(WaitingRegistration waiting) {
      return new WaitingJson(
          waiting.operation().value(),
          waiting.account().login(),
          waiting.account().displayName(),
          waiting.account().mail(),
          waiting.account().phone(),
          waiting.base(),
          waiting.node(),
          waiting.requestedAt());
    }
  }

  @Operation(summary = "Register: an account and its desktop")
  @PostMapping
  ResponseEntity<AcceptedJson> register(
      @RequestBody NewMember member,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    Registered registered = registrations.register(member, current.address(), new RequestKey(key));
    return AcceptedJson.of(new Accepted(registered.operation(), registered.desktop()));
  }

  @Operation(summary = "Registrations that wait for a decision (admin)")
  @GetMapping
  List<WaitingJson> waiting() {
    return registrations.waiting(current.caller()).stream().map(WaitingJson::of).toList();
  }

  @Operation(summary = "Let a waiting registration go on (admin)")
  @PostMapping("/{operation}/approve")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void approve(@PathVariable String operation) {
    var caller = current.caller();
    caller.requireAdmin();
    OperationId id = Ids.operation(operation);
    registrations.approve(caller, id);
  }

  @Operation(summary = "Refuse a waiting registration (admin)")
  @PostMapping("/{operation}/deny")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deny(
      @PathVariable String operation, @RequestBody(required = false) @Nullable Denial denial) {
    var caller = current.caller();
    caller.requireAdmin();
    String reason = denial == null || denial.reason() == null ? "" : denial.reason();
    registrations.deny(caller, Ids.operation(operation), reason);
  }
}
