/**
 * The whole system on real parts, as its users see it, and the rules of its architecture.
 *
 * <p>One laboratory (a scratch home brought up by the launcher) serves all scenarios of a run.
 */
@NullMarked
package io.labvm.e2e;

import org.jspecify.annotations.NullMarked;
