package io.labvm.ui.api;

import io.labvm.contract.desktop.Limits;
import io.labvm.ui.desktops.Addresses;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.gpus.DesktopGpus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A desktop on the wire.
 *
 * @param login user name inside
 * @param owner login of its owner
 * @param operation the open operation; null when none
 * @param gpus those it has, or its position in the queue
 * @param recoveryPoint what the store does not have yet; null when nothing is behind
 * @param startsElsewhereAt when it starts on another node by itself, should its lost node not have
 *     come back; null when it does not
 */
record DesktopJson(
    String id,
    String name,
    String login,
    String owner,
    String state,
    List<String> badges,
    @Nullable String node,
    @Nullable String wantedNode,
    String base,
    String language,
    Limits limits,
    Addresses addresses,
    @Nullable Instant runningSince,
    @Nullable String operation,
    @Nullable RecoveryPointView recoveryPoint,
    @Nullable Instant startsElsewhereAt,
    DesktopGpus gpus,
    Instant createdAt) {
  static DesktopJson of(DesktopView view, DesktopGpus gpus) {
    var operation = view.currentOperation();
    return new DesktopJson(
        view.id().value(),
        view.name(),
        view.login(),
        view.owner(),
        view.state().wire(),
        view.badges(),
        view.node(),
        view.wantedNode(),
        view.base(),
        view.language(),
        view.limits(),
        view.addresses(),
        view.runningSince(),
        operation == null ? null : operation.value(),
        view.recoveryPoint(),
        view.startsElsewhereAt(),
        gpus,
        view.createdAt());
  }
}
