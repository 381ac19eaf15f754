package io.labvm.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Sends the newest picture of something to the pages, one at a time and in the background: no step
 * waits for a projection, and changes that come while one is under way share the next.
 */
public final class Projection {
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final Runnable send;
  private final CompletablePromise<Void> ended = Workflow.newPromise();
  private boolean changed;
  private boolean sending;
  private boolean closing;

  /**
   * Starts the sender of this workflow.
   *
   * @param send takes the picture and sends it; blocks until it is stored
   */
  public Projection(Runnable send) {
    this.send = send;
    Workflow.newDetachedCancellationScope(
            () -> ended.completeFrom(Async.procedure(this::sendChanges)))
        .run();
  }

  /** The picture is another one now. */
  public void changed() {
    changed = true;
  }

  /** Returns when the newest picture is stored; nothing is sent afterwards. */
  public void finish() {
    closing = true;
    Workflow.newDetachedCancellationScope(() -> ended.get()).run();
  }

  /**
   * Sends nothing more; for who hands the last picture over to somebody else. One that is under way
   * gets a moment to arrive: a workflow that ends before its answers only fills the logs.
   */
  public void drop() {
    changed = false;
    closing = true;
    if (sending) {
      Workflow.newDetachedCancellationScope(() -> Workflow.await(MOMENT, () -> !sending)).run();
    }
  }

  private void sendChanges() {
    while (true) {
      Workflow.await(() -> changed || closing);
      if (!changed) {
        return;
      }
      changed = false;
      sending = true;
      send.run();
      sending = false;
    }
  }
}
