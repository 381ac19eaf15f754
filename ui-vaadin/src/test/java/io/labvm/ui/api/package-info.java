/**
 * Tests of the REST API over a real port.
 *
 * <p>One rule of the interface per test.
 */
@NullMarked
package io.labvm.ui.api;

import org.jspecify.annotations.NullMarked;
