/**
 * The entity workflow of a desktop: which command is allowed when, and one operation at a time.
 *
 * <p>What an operation does stands in the package of operations.
 */
@NullMarked
package io.labvm.workflows.desktop;

import org.jspecify.annotations.NullMarked;
