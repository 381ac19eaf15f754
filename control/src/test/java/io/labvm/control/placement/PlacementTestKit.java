package io.labvm.control.placement;

import io.labvm.control.Rows;
import io.labvm.control.gpu.GpuKit;
import io.labvm.control.outbox.DesktopSpecs;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Placements for the tests of other packages. */
public final class PlacementTestKit {
  private PlacementTestKit() {}

  public static Assignments assignments(JdbcClient jdbc, TransactionTemplate transactions) {
    return new Assignments(jdbc, transactions, GpuKit.leases(jdbc));
  }

  public static Placements placements(JdbcClient jdbc, TransactionTemplate transactions) {
    return new Placements(jdbc, transactions, Rows.candidates(jdbc), new DesktopSpecs(jdbc));
  }
}
