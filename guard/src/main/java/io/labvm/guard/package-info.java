/**
 * The small process on each node that keeps a desktop from running twice.
 *
 * <p>It sends the node's beacon, obeys the verdicts in the answers, watches the store for newer
 * epochs and thaws forgotten freezes, by control group files alone: neither dockerd nor the node
 * agent has to be alive.
 */
@NullMarked
package io.labvm.guard;

import org.jspecify.annotations.NullMarked;
