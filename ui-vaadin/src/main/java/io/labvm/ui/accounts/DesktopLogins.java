package io.labvm.ui.accounts;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose desktops are. */
@Component
public class DesktopLogins {
  private final JdbcClient jdbc;

  DesktopLogins(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of some desktops, by their ids; without those that are deleted. */
  public Map<String, String> of(Set<String> desktops) {
    if (desktops.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql("select id, login from desktop where deleted_at is null and id in (:ids)")
        .param("ids", desktops)
        .query((rs, number) -> Map.entry(rs.getString("id"), rs.getString("login")))
        .list() // a stream of rows would hold its connection until it is closed
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
