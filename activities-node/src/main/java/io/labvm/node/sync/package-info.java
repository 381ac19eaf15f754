/**
 * Shipping of the desktops' changes to the store, and captures of what they are worth.
 *
 * <p>Everything here may wait for the store; nothing else of the agent waits for this.
 */
@NullMarked
package io.labvm.node.sync;

import org.jspecify.annotations.NullMarked;
