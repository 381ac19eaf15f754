package io.labvm.workflows.world;

import io.labvm.workflows.WorkflowTimings;
import java.time.Duration;

/**
 * Time-outs and budgets of a lab under test. Waiting for an agent blocks time skipping, so that
 * part is short; the rest is skipped.
 */
public final class TestTimings {
  private Duration firstPause = Duration.ofMillis(100);
  private Duration longestPause = Duration.ofSeconds(1);
  private int nodeAttempts = 4;
  private int storeAttempts = 4;
  private int operationsPerRun = 100;

  public TestTimings pauses(Duration first, Duration longest) {
    firstPause = first;
    longestPause = longest;
    return this;
  }

  /** Of a step on a node and of one on the store. */
  public TestTimings attempts(int each) {
    nodeAttempts = each;
    storeAttempts = each;
    return this;
  }

  public TestTimings operationsPerRun(int operations) {
    operationsPerRun = operations;
    return this;
  }

  public WorkflowTimings build() {
    return new WorkflowTimings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(5),
        firstPause,
        longestPause,
        nodeAttempts,
        storeAttempts,
        4,
        2,
        3,
        operationsPerRun,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1));
  }
}
