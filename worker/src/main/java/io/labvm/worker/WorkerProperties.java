package io.labvm.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process works for Temporal.
 *
 * @param name first half of the identity; a node agent sets its node id
 * @param activitySlots activities at the same time per queue, 1 or more
 * @param workflowCache workflows kept in memory; evicted ones are replayed on their next task
 * @param heartbeatInterval how often each worker reports itself, 1 s to 60 s; the rule for lost
 *     nodes counts in it
 * @param stopTimeout how long running activities may take to end when the process stops; longer
 *     than that they are interrupted and retried elsewhere or later
 * @param startRetry pause between two tries to reach the server at start
 */
@ConfigurationProperties(prefix = "labvm.worker", ignoreUnknownFields = false)
public record WorkerProperties(
    @DefaultValue("labvm") String name,
    @DefaultValue("16") int activitySlots,
    @DefaultValue("2000") int workflowCache,
    @DefaultValue("5s") Duration heartbeatInterval,
    @DefaultValue("25s") Duration stopTimeout,
    @DefaultValue("1s") Duration startRetry) {}
