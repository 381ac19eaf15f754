package io.labvm.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats for every activity that has a heartbeat timeout, with the last details the activity
 * itself gave. So the death of a process is noticed after the heartbeat timeout also in activities
 * that have no progress to tell; a hanging one is ended by its start-to-close timeout.
 *
 * <p>An activity that wants to stop early on an abort still calls {@code heartbeat} itself: only
 * its own call throws the cancellation to it.
 */
final class SignsOfLife extends WorkerInterceptorBase implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("signs-of-life").factory());

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Beating(next);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private final class Beating extends ActivityInboundCallsInterceptorBase {
    private @Nullable Remembering context;

    Beating(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext original) {
      Remembering remembering = new Remembering(original);
      context = remembering;
      super.init(remembering);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      Remembering beating = context;
      if (beating == null || !beating.expected()) {
        return super.execute(input);
      }
      long pause = Math.max(100, beating.getInfo().getHeartbeatTimeout().toMillis() / 4);
      ScheduledFuture<?> beats =
          clock.scheduleWithFixedDelay(beating::repeat, pause, pause, TimeUnit.MILLISECONDS);
      try {
        return super.execute(input);
      } finally {
        beats.cancel(false);
      }
    }
  }

  private static final class Remembering extends ActivityExecutionContextBase {
    private volatile @Nullable Object last;
    private volatile boolean given;

    Remembering(ActivityExecutionContext original) {
      super(original);
    }

    boolean expected() {
      Duration timeout = getInfo().getHeartbeatTimeout();
      return timeout != null && timeout.isPositive();
    }

    @Override
    public <V> void heartbeat(@Nullable V details) throws ActivityCompletionException {
      last = details;
      given = true;
      super.heartbeat(details);
    }

    void repeat() {
      try {
        super.heartbeat(given ? last : resumed());
      } catch (RuntimeException _) {
        // cancelled, timed out or shutting down: the activity's own next heartbeat learns it
      }
    }

    /** Until the activity speaks, what the attempt before it said must not be lost. */
    private @Nullable Object resumed() {
      return getHeartbeatDetails(Object.class).orElse(null);
    }
  }
}
