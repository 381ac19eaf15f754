package io.labvm.control.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.storage.DesktopRules;
import io.labvm.contract.storage.RetentionRules;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rules by which versions are removed. */
@Component
class Retentions {
  private final JdbcClient database;
  private final JsonMapper json = JsonMapper.builder().build();

  Retentions(JdbcClient database) {
    this.database = database;
  }

  /** Of the desktops that have a row: what nobody knows here, nobody may prune. */
  List<DesktopRules> of(List<DesktopId> desktops) {
    RetentionRules common = common();
    return database
        .sql("select id, retention from desktop where id = any(?) and deleted_at is null")
        .param(desktops.stream().map(DesktopId::value).toArray(String[]::new))
        .query(
            (r, _) ->
                new DesktopRules(
                    new DesktopId(r.getString(1)),
                    Optional.ofNullable(r.getString(2)).map(this::read).orElse(common)))
        .list();
  }

  private RetentionRules common() {
    return database
        .sql("select value from setting where key = 'retention'")
        .query(String.class)
        .optional()
        .map(this::read)
        .orElse(RetentionRules.DEFAULT);
  }

  private RetentionRules read(String text) {
    return json.readValue(text, RetentionRules.class);
  }
}
