package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.operation.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A desktop as its owner and admins see it; holds no secret.
 *
 * @param login user name inside
 * @param owner login of its owner
 * @param ownerName display name of its owner
 * @param node where it is or was last; null before its first placement
 * @param wantedNode the node the member chose; null for automatic
 * @param runningSince null when not running
 * @param currentOperation the operation in progress or queued first; null when none
 * @param recoveryPoint what the store does not have yet; null when nothing is behind
 * @param startsElsewhereAt when it starts on another node by itself, should its lost node not have
 *     come back; null when it does not
 * @param badges for example {@code gpu-lost}
 * @param allowed commands that would be accepted now
 */
public record DesktopView(
    DesktopId id,
    String name,
    String login,
    String owner,
    String ownerName,
    DesktopPhase state,
    List<String> badges,
    @Nullable String node,
    @Nullable String wantedNode,
    String base,
    String language,
    Limits limits,
    Addresses addresses,
    @Nullable Instant runningSince,
    @Nullable OperationId currentOperation,
    @Nullable RecoveryPointView recoveryPoint,
    @Nullable Instant startsElsewhereAt,
    Instant createdAt,
    Set<DesktopCommand> allowed) {
  public DesktopView {
    badges = List.copyOf(badges);
    allowed = Set.copyOf(allowed);
  }
}
