package io.labvm.ui.settings;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Settings in the database. */
@Service
class StoredSettings implements SettingsService {
  private static final String APPROVAL = "approval-required";

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
    return jdbc.sql("select value from setting where key = ?")
        .param(APPROVAL)
        .query(String.class)
        .optional()
        .map(value -> new Settings(Boolean.parseBoolean(value)))
        .orElseGet(() -> new Settings(properties.approvalRequired()));
  }

  @Override
  @Transactional
  public Settings change(Caller caller, Settings settings) {
    caller.requireAdmin();
    jdbc.sql(
            "insert into setting (key, value) values (?, ?)"
                + " on conflict (key) do update set value = excluded.value")
        .params(APPROVAL, Boolean.toString(settings.approvalRequired()))
        .update();
    audit.record(caller, "change-settings", APPROVAL + "=" + settings.approvalRequired());
    return settings;
  }
}
