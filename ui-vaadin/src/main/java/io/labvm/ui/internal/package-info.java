/**
 * What other processes of the platform ask the portal for: routes, reports, health.
 *
 * <p>Not for members; guarded by a token of its own.
 */
@NullMarked
package io.labvm.ui.internal;

import org.jspecify.annotations.NullMarked;
