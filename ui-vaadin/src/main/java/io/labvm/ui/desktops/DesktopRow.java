package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A desktop as the database has it. */
record DesktopRow(
    DesktopId id,
    AccountId owner,
    String ownerLogin,
    String ownerName,
    String name,
    String login,
    String base,
    String language,
    Placement placement,
    Limits limits,
    DesktopPhase phase,
    List<String> badges,
    @Nullable Instant runningSince,
    @Nullable OperationId openOperation,
    @Nullable Integer vncPort,
    @Nullable Integer sshPort,
    @Nullable RecoveryPointView recoveryPoint,
    @Nullable Instant startsElsewhereAt,
    Instant createdAt) {

  /** Where it is and where its owner wants it. */
  record Placement(@Nullable String node, @Nullable String wantedNode) {}
}
