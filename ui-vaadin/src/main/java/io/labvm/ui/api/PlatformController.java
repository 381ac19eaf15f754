package io.labvm.ui.api;

import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.FieldChecks;
import io.labvm.ui.internal.Health;
import io.labvm.ui.internal.HealthService;
import io.labvm.ui.settings.Settings;
import io.labvm.ui.settings.SettingsService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The own account, the settings and the platform's health over REST. */
@Tag(name = "platform")
@RestController
@RequestMapping("/api/v1")
class PlatformController {
  private final AccountService accounts;
  private final SettingsService settings;
  private final HealthService health;
  private final CurrentAccount current;

  PlatformController(
      AccountService accounts,
      SettingsService settings,
      HealthService health,
      CurrentAccount current) {
    this.accounts = accounts;
    this.settings = settings;
    this.health = health;
    this.current = current;
  }

  /** An account on the wire. */
  record AccountJson(
      String id,
      String login,
      String displayName,
      String mail,
      @Nullable String phone,
      String role,
      String status,
      String language,
      String sshKeys,
      Instant createdAt) {
    static AccountJson of(Account account) {
      return new AccountJson(
          account.id().value(),
          account.login(),
          account.displayName(),
          account.mail(),
          account.phone(),
          account.role().wire(),
          account.status().wire(),
          account.language(),
          account.sshKeys(),
          account.createdAt());
    }
  }

  /** SSH keys in {@code authorized_keys} form. */
  record SshKeysJson(@Nullable String sshKeys) {}

  /** Settings with every value optional, so that a missing one is told. */
  record SettingsJson(
      @Nullable Boolean approvalRequired, @Nullable Integer startElsewhereMinutes) {}

  @Operation(summary = "The own account")
  @GetMapping("/account")
  AccountJson account() {
    return AccountJson.of(accounts.own(current.caller()));
  }

  @Operation(summary = "Replace the own SSH keys")
  @PutMapping("/account/ssh-keys")
  AccountJson sshKeys(@RequestBody SshKeysJson keys) {
    String text = keys.sshKeys() == null ? "" : keys.sshKeys();
    return AccountJson.of(accounts.changeSshKeys(current.caller(), text));
  }

  @Operation(summary = "The settings (admin)")
  @GetMapping("/settings")
  Settings settings() {
    current.caller().requireAdmin();
    return settings.current();
  }

  @Operation(summary = "Replace the settings (admin)")
  @PutMapping("/settings")
  Settings changeSettings(@RequestBody SettingsJson wanted) {
    current.caller().requireAdmin();
    Boolean approval = wanted.approvalRequired();
    FieldChecks checks = new FieldChecks();
    if (approval == null) {
      checks.bad("approvalRequired", "required", "Say true or false.");
    }
    Integer minutes = wanted.startElsewhereMinutes();
    if (minutes != null && (minutes < 0 || minutes > Settings.MOST_MINUTES)) {
      checks.bad("startElsewhereMinutes", "invalid", "0 to " + Settings.MOST_MINUTES + ".");
    }
    checks.throwIfAny();
    Settings changed = settings.current().approval(Boolean.TRUE.equals(approval));
    return settings.change(
        current.caller(), minutes == null ? changed : changed.startElsewhere(minutes));
  }

  @Operation(summary = "The health of all parts (admin)")
  @GetMapping("/health")
  Health health() {
    return health.check(current.caller());
  }
}
