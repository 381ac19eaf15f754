package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Planned switches that have not begun. */
@Component
class WaitingPlans {
  private final JdbcClient jdbc;

  WaitingPlans(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Gives up the one of a desktop whose row the caller has locked; false when none waits. */
  boolean cancel(DesktopId desktop) {
    return jdbc.sql(
                "update planned_switch set state = 'cancelled', ended_at = now()"
                    + " where desktop = ? and state = 'waiting'")
            .param(desktop.value())
            .update()
        > 0;
  }
}
