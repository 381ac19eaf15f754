/**
 * How a step on the node fails.
 *
 * <p>The adapters turn it into the failure that crosses Temporal.
 */
@NullMarked
package io.labvm.node.failure;

import org.jspecify.annotations.NullMarked;
