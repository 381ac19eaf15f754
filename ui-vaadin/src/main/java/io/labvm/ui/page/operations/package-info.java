/**
 * Operations: the list and the steps of one.
 *
 * <p>Members see their own, admins all.
 */
@NullMarked
package io.labvm.ui.page.operations;

import org.jspecify.annotations.NullMarked;
