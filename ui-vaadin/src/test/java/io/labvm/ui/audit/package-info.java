/**
 * Tests of the audit.
 *
 * <p>Lines are written by the portal itself.
 */
@NullMarked
package io.labvm.ui.audit;

import org.jspecify.annotations.NullMarked;
