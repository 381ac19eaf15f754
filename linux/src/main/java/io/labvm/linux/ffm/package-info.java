/**
 * The only place that touches native memory: one method per glibc call, and the constants and
 * struct offsets they need, proven against the C headers by {@code HeaderAuditTest}. Results below
 * zero are negated errno values; meaning and exceptions belong to the package above.
 */
@NullMarked
package io.labvm.linux.ffm;

import org.jspecify.annotations.NullMarked;
