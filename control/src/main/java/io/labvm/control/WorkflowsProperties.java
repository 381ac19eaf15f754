package io.labvm.control;

import io.labvm.workflows.WorkflowTimings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Time-outs and budgets of the workflows; the meaning of each stands at {@link WorkflowTimings}.
 */
@ConfigurationProperties(prefix = "labvm.workflows", ignoreUnknownFields = false)
public record WorkflowsProperties(
    @DefaultValue("60s") Duration scheduleToStart,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("90s") Duration shortWork,
    @DefaultValue("30m") Duration fetchBase,
    @DefaultValue("60s") Duration vncAnswer,
    @DefaultValue("2s") Duration firstPause,
    @DefaultValue("20s") Duration longestPause,
    @DefaultValue("10") int nodeAttempts,
    @DefaultValue("30") int storeAttempts,
    @DefaultValue("100") int controlAttempts,
    @DefaultValue("3") int hopelessAttempts,
    @DefaultValue("6") int undoAttempts,
    @DefaultValue("200") int operationsPerRun,
    @DefaultValue("15s") Duration ping,
    @DefaultValue("3m") Duration patience) {
  WorkflowTimings timings() {
    return new WorkflowTimings(
        scheduleToStart,
        heartbeat,
        shortWork,
        fetchBase,
        vncAnswer,
        firstPause,
        longestPause,
        nodeAttempts,
        storeAttempts,
        controlAttempts,
        hopelessAttempts,
        undoAttempts,
        operationsPerRun,
        ping,
        patience);
  }
}
