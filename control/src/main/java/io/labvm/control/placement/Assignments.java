package io.labvm.control.placement;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.control.gpu.GpuLeases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who holds a desktop, and whether connections are let in. All are idempotent, and an older epoch
 * never changes what a newer one wrote.
 */
@Component
public final class Assignments {
  private final JdbcClient database;
  private final TransactionOperations transactions;
  private final GpuLeases gpus;

  Assignments(JdbcClient database, TransactionOperations transactions, GpuLeases gpus) {
    this.database = database;
    this.transactions = transactions;
    this.gpus = gpus;
  }

  /** With the GPUs that the desktop gets there. Throws STALE_EPOCH when a newer is assigned. */
  public void assign(AssignDesktop request) {
    transactions.executeWithoutResult(
        _ -> {
          hold(request);
          gpus.assigned(request);
        });
  }

  private void hold(AssignDesktop request) {
    int rows =
        database
            .sql(
                """
                update desktop set assigned_node = :node, assigned_upper = :upper,
                  routed = routed and assigned_epoch = :epoch, assigned_epoch = :epoch
                where id = :desktop and assigned_epoch <= :epoch and deleted_at is null
                """)
            .param("node", request.node().value())
            .param("upper", request.upper().value())
            .param("epoch", request.epoch())
            .param("desktop", request.desktop().value())
            .update();
    refuseUnless(rows == 1, request.desktop(), request.epoch());
  }

  /** Throws STALE_EPOCH unless exactly this epoch is assigned. */
  public void route(DesktopId desktop, long epoch) {
    int rows =
        database
            .sql(
                "update desktop set routed = true"
                    + " where id = ? and assigned_epoch = ? and deleted_at is null")
            .params(desktop.value(), epoch)
            .update();
    refuseUnless(rows == 1, desktop, epoch);
  }

  /** Closes the desktop for connections; nothing happens when a newer epoch is assigned. */
  public void withdraw(DesktopId desktop, long epoch) {
    database
        .sql("update desktop set routed = false where id = ? and assigned_epoch <= ? and routed")
        .params(desktop.value(), epoch)
        .update();
  }

  /** The epoch stays: the next one is greater. */
  public void unplace(DesktopId desktop) {
    database
        .sql(
            "update desktop set assigned_node = null, assigned_upper = null, routed = false,"
                + " placement_operation = null where id = ?")
        .param(desktop.value())
        .update();
  }

  /**
   * The row stays for its operations; its ports are kept from others for a while, and no switch
   * waits.
   */
  public void forget(DesktopId desktop) {
    transactions.executeWithoutResult(
        _ -> {
          unplace(desktop);
          database
              .sql(
                  "update desktop set deleted_at = coalesce(deleted_at, now()), wanted = 'deleted',"
                      + " state = 'archived', current_operation = null, running_since = null"
                      + " where id = ?")
              .param(desktop.value())
              .update();
          database
              .sql(
                  "update address set released_at = coalesce(released_at, now())"
                      + " where desktop = ?")
              .param(desktop.value())
              .update();
          database
              .sql(
                  "update planned_switch set state = 'cancelled', ended_at = now()"
                      + " where desktop = ? and state = 'waiting'")
              .param(desktop.value())
              .update();
          database
              .sql("delete from desktop_secret where desktop = ?")
              .param(desktop.value())
              .update();
        });
  }

  private static void refuseUnless(boolean held, DesktopId desktop, long epoch) {
    if (!held) {
      throw Failures.of(
          FailureCode.STALE_EPOCH, "epoch " + epoch + " does not hold desktop " + desktop, null);
    }
  }
}
