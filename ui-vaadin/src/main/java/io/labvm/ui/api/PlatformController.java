package io.labvm.ui.api;

import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.FieldChecks;
import io.labvm.ui.desktops.IdlenessService;
import io.labvm.ui.desktops.UnusedPreview;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The own account, the settings and the platform's health over REST. */
@Tag(name = "platform")
@RestController
@RequestMapping("/api/v1")
class PlatformController {
  private final AccountService accounts;
  private final SettingsService settings;
  private final IdlenessService idleness;
  private final HealthService health;
  private final CurrentAccount current;

  PlatformController(
      AccountService accounts,
      SettingsService settings,
      IdlenessService idleness,
      HealthService health,
      CurrentAccount current) {
    this.accounts = accounts;
    this.settings = settings;
    this.idleness = idleness;
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
      @Nullable Boolean approvalRequired,
      @Nullable Integer startElsewhereMinutes,
      @Nullable Integer stopUnusedHours,
      @Nullable Integer mostLockDays) {}

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
    Settings now = settings.current();
    Range minutes = new Range("startElsewhereMinutes", 0, Settings.MOST_MINUTES);
    Range hours = new Range("stopUnusedHours", 0, Settings.MOST_HOURS);
    Range days = new Range("mostLockDays", 1, Settings.MOST_LOCK_DAYS);
    FieldChecks checks = new FieldChecks();
    if (wanted.approvalRequired() == null) {
      checks.bad("approvalRequired", "required", "Say true or false.");
    }
    minutes.check(wanted.startElsewhereMinutes(), checks);
    hours.check(wanted.stopUnusedHours(), checks);
    days.check(wanted.mostLockDays(), checks);
    checks.throwIfAny();
    Settings changed =
        new Settings(
            Boolean.TRUE.equals(wanted.approvalRequired()),
            orElse(wanted.startElsewhereMinutes(), now.startElsewhereMinutes()),
            orElse(wanted.stopUnusedHours(), now.stopUnusedHours()),
            orElse(wanted.mostLockDays(), now.mostLockDays()));
    return settings.change(current.caller(), changed);
  }

  /** What a setting may be. */
  private record Range(String field, int least, int most) {
    void check(@Nullable Integer value, FieldChecks checks) {
      if (value != null && (value < least || value > most)) {
        checks.bad(field, "invalid", least + " to " + most + ".");
      }
    }
  }

  private static int orElse(@Nullable Integer wanted, int now) {
    return wanted == null ? now : wanted;
  }

  @Operation(summary = "What another stopUnusedHours would have done in the last 7 days (admin)")
  @GetMapping("/settings/unused-preview")
  UnusedPreview unusedPreview(@RequestParam int hours) {
    FieldChecks checks = new FieldChecks();
    new Range("hours", 1, Settings.MOST_HOURS).check(hours, checks);
    checks.throwIfAny();
    return idleness.preview(current.caller(), hours);
  }

  @Operation(summary = "The health of all parts (admin)")
  @GetMapping("/health")
  Health health() {
    return health.check(current.caller());
  }
}
