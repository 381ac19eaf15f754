/**
 * Tests of the package of the same name.
 *
 * <p>With the test kit of the portal where a database is needed.
 */
@NullMarked
package io.labvm.ui.operations;

import org.jspecify.annotations.NullMarked;
