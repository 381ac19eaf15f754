/**
 * Tests of package texts.
 *
 * <p>Pages and components run in-process, without a browser.
 */
@NullMarked
package io.labvm.ui.texts;

import org.jspecify.annotations.NullMarked;
