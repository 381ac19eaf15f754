package io.labvm.control.placement;

import io.labvm.control.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Placements for the tests of other packages. */
public final class PlacementTestKit {
  private PlacementTestKit() {}

  public static Placements placements(JdbcClient jdbc, TransactionTemplate transactions) {
    return new Placements(jdbc, transactions, Rows.properties());
  }
}
