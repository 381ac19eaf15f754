package io.labvm.node;

import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.CopiedBack;
import io.labvm.contract.node.CopyBack;
import io.labvm.contract.node.FetchBase;
import io.labvm.contract.node.FetchLayers;
import io.labvm.contract.node.FetchedBase;
import io.labvm.contract.node.FetchedLayers;
import io.labvm.contract.node.NodeIoActivities;
import io.labvm.contract.node.NodePing;
import io.labvm.contract.operation.Progress;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.node.copy.CopiesBack;
import io.labvm.node.desktop.Captures;
import io.labvm.node.root.BaseImages;
import io.labvm.node.root.LayerImages;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import org.jspecify.annotations.Nullable;

/** Hands the contract's long calls on. */
final class NodeIoActivitiesImpl implements NodeIoActivities {
  private final BaseImages bases;
  private final LayerImages layers;
  private final Captures captures;
  private final CopiesBack copies;
  private final NodePing answer;

  NodeIoActivitiesImpl(
      BaseImages bases, LayerImages layers, Captures captures, CopiesBack copies, NodePing answer) {
    this.bases = bases;
    this.layers = layers;
    this.captures = captures;
    this.copies = copies;
    this.answer = answer;
  }

  @Override
  public FetchedBase fetchBase(FetchBase request) {
    CopyProgress beats = beats();
    long copied = Attempts.attempt(() -> bases.fetch(request.base(), beats));
    return new FetchedBase(request.base(), copied);
  }

  /** The heartbeats of the activity that this thread runs, from now on. */
  private static CopyProgress beats() {
    ActivityExecutionContext context = Activity.getExecutionContext();
    long began = System.nanoTime();
    return (done, of) ->
        context.heartbeat(
            new Progress(done, of, "bytes", eta(done, of, System.nanoTime() - began)));
  }

  private static @Nullable Long eta(long done, long of, long elapsedNanos) {
    return done <= 0 ? null : Math.round((of - done) * (elapsedNanos / 1e9) / done);
  }

  @Override
  public FetchedLayers fetchLayers(FetchLayers request) {
    CopyProgress beats = beats();
    return new FetchedLayers(Attempts.attempt(() -> layers.fetch(request.layers(), beats)));
  }

  @Override
  public CopiedBack copyBack(CopyBack request) {
    CopyProgress beats = beats();
    return Attempts.attempt(() -> copies.copy(request, beats));
  }

  @Override
  public Captured capture(CaptureUpper request) {
    return Attempts.attempt(() -> captures.capture(request));
  }

  @Override
  public NodePing pingIo() {
    return answer;
  }
}
