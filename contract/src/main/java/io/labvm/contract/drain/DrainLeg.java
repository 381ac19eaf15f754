package io.labvm.contract.drain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A way that a desktop is to go.
 *
 * @param from where it has to be, else nothing is done
 * @param to null for any that fits
 */
public record DrainLeg(
    DesktopId desktop,
    NodeId from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NodeId to) {}
