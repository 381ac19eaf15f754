package io.labvm.ui.api;

import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.FieldChecks;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.SignIn;
import io.labvm.ui.accounts.Tokens;
import io.labvm.ui.audit.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Bearer tokens over REST. */
@Tag(name = "tokens")
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
  private static final int SCHEME = "Bearer ".length();

  private final SignIn signIn;
  private final Tokens tokens;
  private final CurrentAccount current;
  private final Audit audit;

  TokenController(SignIn signIn, Tokens tokens, CurrentAccount current, Audit audit) {
    this.audit = audit;
    this.signIn = signIn;
    this.tokens = tokens;
    this.current = current;
  }

  /** Who wants a token. */
  record Login(@Nullable String login, @Nullable String password) {
    /** Leaves out the password: records are printed into logs. */
    @Override
    public String toString() {
      return "Login[login=" + login + "]";
    }
  }

  /** A new token. */
  record TokenJson(String token, Instant expiresAt) {
    /** Leaves out the token. */
    @Override
    public String toString() {
      return "TokenJson[expiresAt=" + expiresAt + "]";
    }
  }

  @Operation(summary = "Get a token for login and password")
  @PostMapping
  ResponseEntity<TokenJson> create(@RequestBody Login login) {
    FieldChecks checks = new FieldChecks();
    String name = required("login", login.login(), checks);
    String password = required("password", login.password(), checks);
    checks.throwIfAny();
    Proven proven = signIn.signIn(name, password, current.address());
    Tokens.Issued issued = tokens.issue(proven);
    audit.record(proven.account().value(), "token", "", current.address());
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new TokenJson(issued.token(), issued.expiresAt()));
  }

  private static String required(String field, @Nullable String value, FieldChecks checks) {
    return value == null || value.isEmpty()
        ? checks.bad(field, "required", "Give the " + field + ".")
        : value;
  }

  @Operation(summary = "End the token of this request")
  @DeleteMapping("/current")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@RequestHeader("Authorization") String authorization) {
    Caller caller = current.caller();
    if (tokens.revoke(authorization.substring(SCHEME).strip())) {
      audit.record(caller, "token-revoked", "");
    }
  }
}
