/**
 * A desktop as the workflows see it: its id, its wanted shape, its states and its entity workflow.
 *
 * <p>One entity workflow per desktop serialises all commands.
 */
@NullMarked
package io.labvm.contract.desktop;

import org.jspecify.annotations.NullMarked;
