/**
 * Tests of package common.
 *
 * <p>Pages and components run in-process, without a browser.
 */
@NullMarked
package io.labvm.ui.common;

import org.jspecify.annotations.NullMarked;
