package io.labvm.control.gpu;

import io.labvm.control.outbox.OwnOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts for tests, also of other packages. */
public final class GpuKit {
  private GpuKit() {}

  public static GpuLeases leases(JdbcClient jdbc) {
    return new GpuLeases(jdbc);
  }

  static GpuRounds rounds(JdbcClient jdbc, TransactionTemplate transactions) {
    return new GpuRounds(jdbc, transactions, leases(jdbc), new OwnOperations(jdbc));
  }
}
