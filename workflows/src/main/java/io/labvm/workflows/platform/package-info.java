/**
 * Workflows about the platform itself.
 *
 * <p>They belong to no desktop.
 */
@NullMarked
package io.labvm.workflows.platform;

import org.jspecify.annotations.NullMarked;
