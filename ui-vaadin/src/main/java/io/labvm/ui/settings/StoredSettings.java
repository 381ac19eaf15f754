package io.labvm.ui.settings;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Settings in the database. */
@Service
class StoredSettings implements SettingsService {
  private static final String APPROVAL = "approval-required";

  /** The control application reads it, too. */
  private static final String ELSEWHERE = "start-elsewhere-minutes";

  /** The control application reads it, too. */
  private static final String STOP_UNUSED = "stop-unused-seconds";

  private static final String LOCK_DAYS = "most-lock-days";
  private static final int SECONDS = 3600;

  private final JdbcClient jdbc;
  private final Audit audit;
  private final PortalProperties properties;

  StoredSettings(JdbcClient jdbc, Audit audit, PortalProperties properties) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.properties = properties;
  }

  @Override
  public Settings current() {
    return new Settings(
        value(APPROVAL).map(Boolean::parseBoolean).orElseGet(properties::approvalRequired),
        value(ELSEWHERE).map(Integer::valueOf).orElse(0),
        value(STOP_UNUSED).map(Integer::valueOf).orElse(0) / SECONDS,
        value(LOCK_DAYS).map(Integer::valueOf).orElse(Settings.LOCK_DAYS));
  }

  private Optional<String> value(String key) {
    return jdbc.sql("select value from setting where key = ?")
        .param(key)
        .query(String.class)
        .optional();
  }

  @Override
  @Transactional
  public Settings change(Caller caller, Settings settings) {
    caller.requireAdmin();
    Settings before = current();
    if (before.approvalRequired() != settings.approvalRequired()) {
      store(caller, APPROVAL, Boolean.toString(settings.approvalRequired()));
    }
    if (before.startElsewhereMinutes() != settings.startElsewhereMinutes()) {
      store(caller, ELSEWHERE, Integer.toString(settings.startElsewhereMinutes()));
    }
    if (before.stopUnusedHours() != settings.stopUnusedHours()) {
      store(caller, STOP_UNUSED, Integer.toString(settings.stopUnusedHours() * SECONDS));
      beginPeriods();
    }
    if (before.mostLockDays() != settings.mostLockDays()) {
      store(caller, LOCK_DAYS, Integer.toString(settings.mostLockDays()));
    }
    return settings;
  }

  /** Nobody is stopped for a time that went by under another rule. */
  private void beginPeriods() {
    jdbc.sql("update desktop_use set counted_from = now()").update();
  }

  private void store(Caller caller, String key, String value) {
    jdbc.sql(
            "insert into setting (key, value) values (?, ?)"
                + " on conflict (key) do update set value = excluded.value")
        .params(key, value)
        .update();
    audit.record(caller, "change-settings", key + "=" + value);
  }
}
