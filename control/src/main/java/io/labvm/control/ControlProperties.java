package io.labvm.control;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the control application decides by.
 *
 * @param nodeLostAfter age of the newest beacon from which on a node may be lost; counted only
 *     while this application was there to receive it
 * @param workerLostAfter age of the newest worker heartbeat from which on a node may be lost; both
 *     must be old
 * @param agentLostAfter how long an agent may be silent on a node whose guard lives, before the
 *     node counts as lost: its desktops run on, but nobody reaches or saves them
 * @param dispatchers commands sent at the same time, each of another desktop
 * @param commandTimeout how long one command may wait for its desktop's answer before it is sent
 *     again; the same command is never run twice
 * @param recoverAfter how long a desktop that should run is missed on its living node before it is
 *     started again
 * @param recoveriesPerHour how often at most one desktop is started again by itself
 */
@ConfigurationProperties(prefix = "labvm.control", ignoreUnknownFields = false)
public record ControlProperties(
    @DefaultValue("30s") Duration nodeLostAfter,
    @DefaultValue("15s") Duration workerLostAfter,
    @DefaultValue("2m") Duration agentLostAfter,
    @DefaultValue("4") int dispatchers,
    @DefaultValue("20s") Duration commandTimeout,
    @DefaultValue("10s") Duration recoverAfter,
    @DefaultValue("3") int recoveriesPerHour) {}
