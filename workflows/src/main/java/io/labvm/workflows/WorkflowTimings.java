package io.labvm.workflows;

import io.labvm.contract.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Every time-out and every budget of the workflows, in one place; tests shorten them.
 *
 * @param scheduleToStart how long a call may wait for a node or store agent to take it; longer than
 *     an agent needs to be killed and started again
 * @param heartbeat after how long without a sign of life an agent's work counts as interrupted;
 *     five times the interval of the signs
 * @param shortWork longest run of a step that only talks to kernel, engine, store or database; a
 *     stop gives the desktop 20 s of grace inside it
 * @param fetchBase longest copy of a base into a node's cache, and longest capture or seal
 * @param vncAnswer longest wait for a desktop's first VNC answer; a full Xfce on a busy machine
 *     needs up to 30 s
 * @param firstPause pause before the second attempt of a step, doubled each time
 * @param longestPause limit of that pause
 * @param nodeAttempts attempts of a step on a node: together with the pauses about two minutes, so
 *     that a killed agent or engine is back
 * @param storeAttempts attempts of a step on the store: about ten minutes of a store that is away
 * @param controlAttempts attempts of a step that needs the database: about half an hour
 * @param hopelessAttempts attempts where waiting seldom helps: no room, or no VNC answer
 * @param undoAttempts attempts of an undo on a node; what stays is left to the node's reconcile
 * @param operationsPerRun operations after which a desktop's workflow begins a new history
 * @param ping how long a queue may take to answer the platform check
 * @param patience how long after a step's first attempt another one is begun, in backups, restores
 *     and copies back: the desktop takes its owner's next command only after them
 */
public record WorkflowTimings(
    Duration scheduleToStart,
    Duration heartbeat,
    Duration shortWork,
    Duration fetchBase,
    Duration vncAnswer,
    Duration firstPause,
    Duration longestPause,
    int nodeAttempts,
    int storeAttempts,
    int controlAttempts,
    int hopelessAttempts,
    int undoAttempts,
    int operationsPerRun,
    Duration ping,
    Duration patience) {

  /** What production uses. */
  public static WorkflowTimings defaults() {
    return new WorkflowTimings(
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(90),
        Duration.ofMinutes(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        10,
        30,
        100,
        3,
        6,
        200,
        Duration.ofSeconds(15),
        Duration.ofMinutes(3));
  }

  /**
   * These timings as the running workflow's history keeps them. Budgets decide what a workflow does
   * next, so they must not change under it when the configuration does. To be called in a
   * workflow's main method: it waits, which a constructor must not.
   */
  public WorkflowTimings kept() {
    return Workflow.sideEffect(WorkflowTimings.class, () -> this);
  }

  /** The same pauses for what Temporal repeats by itself; {@code most} 0 for ever. */
  public RetryOptions retries(int most) {
    return RetryOptions.newBuilder()
        .setInitialInterval(firstPause)
        .setMaximumInterval(longestPause)
        .setMaximumAttempts(most)
        .build();
  }

  /** Short work of the control application, repeated by Temporal; {@code most} 0 for ever. */
  public ActivityOptions onControl(int most) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CONTROL)
        .setStartToCloseTimeout(shortWork)
        .setRetryOptions(retries(most))
        .build();
  }

  /** Pause after the given attempt, counted from 1. */
  public Duration pauseAfter(int attempt) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
