package io.labvm.node;

import static io.labvm.node.Attempts.attempt;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.ApplyLimits;
import io.labvm.contract.node.AwaitVnc;
import io.labvm.contract.node.NodeActivities;
import io.labvm.contract.node.NodePing;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.PreparedRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.contract.node.RootState;
import io.labvm.contract.node.RunContainer;
import io.labvm.contract.node.StartedContainer;
import io.labvm.contract.node.VncAnswer;
import io.labvm.node.desktop.Captures;
import io.labvm.node.desktop.Desktops;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import org.jspecify.annotations.Nullable;

/** Hands the contract's calls to {@link Desktops}. */
final class NodeActivitiesImpl implements NodeActivities {
  private static final @Nullable Object NO_DETAILS = null;

  private final Desktops desktops;
  private final Captures captures;
  private final NodePing answer;

  NodeActivitiesImpl(Desktops desktops, Captures captures, NodePing answer) {
    this.desktops = desktops;
    this.captures = captures;
    this.answer = answer;
  }

  @Override
  public RootState inspectRoot(DesktopId desktop) {
    return attempt(() -> desktops.inspectRoot(desktop));
  }

  @Override
  public PreparedRoot prepareRoot(PrepareRoot request) {
    return attempt(() -> desktops.prepareRoot(request));
  }

  @Override
  public void releaseRoot(ReleaseRoot request) {
    attempt(() -> desktops.releaseRoot(request));
  }

  @Override
  public StartedContainer runContainer(RunContainer request) {
    return attempt(() -> desktops.runContainer(request));
  }

  @Override
  public void removeContainer(DesktopId desktop) {
    attempt(() -> desktops.removeContainer(desktop));
  }

  /** Its own heartbeats end the wait when the operation is aborted. */
  @Override
  public VncAnswer awaitVnc(AwaitVnc request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    return attempt(() -> desktops.awaitVnc(request, () -> context.heartbeat(NO_DETAILS)));
  }

  @Override
  public void restartSession(DesktopId desktop) {
    attempt(() -> desktops.restartSession(desktop));
  }

  @Override
  public void refreshSecrets(DesktopId desktop, long epoch) {
    attempt(() -> desktops.refreshSecrets(desktop, epoch));
  }

  @Override
  public void applyLimits(ApplyLimits request) {
    attempt(() -> desktops.applyLimits(request));
  }

  @Override
  public void thaw(DesktopId desktop) {
    attempt(() -> captures.thaw(desktop));
  }

  @Override
  public NodePing ping() {
    return answer;
  }
}
