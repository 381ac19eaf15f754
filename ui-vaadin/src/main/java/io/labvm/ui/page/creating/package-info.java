/**
 * A registration on its way to a running desktop.
 *
 * <p>Fed from the operation, so it survives closing, a second tab and a restart of the portal.
 */
@NullMarked
package io.labvm.ui.page.creating;

import org.jspecify.annotations.NullMarked;
