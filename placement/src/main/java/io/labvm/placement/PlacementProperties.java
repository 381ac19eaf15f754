package io.labvm.placement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What desktops are placed by; the same for every application.
 *
 * @param within age of beacon, agent and figures up to which a node takes desktops
 * @param cpuOvercommit processors promised per processor of a node
 * @param memoryOvercommit memory promised per byte of a node
 */
@ConfigurationProperties(prefix = "labvm.placement", ignoreUnknownFields = false)
public record PlacementProperties(
    @DefaultValue("15s") Duration within,
    @DefaultValue("8") double cpuOvercommit,
    @DefaultValue("2") double memoryOvercommit) {}
