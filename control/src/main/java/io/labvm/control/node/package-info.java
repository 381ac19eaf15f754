/**
 * Which nodes live, and what they lost.
 *
 * <p>Evidence is the beacon and the worker heartbeat.
 */
@NullMarked
package io.labvm.control.node;

import org.jspecify.annotations.NullMarked;
