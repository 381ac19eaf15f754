/**
 * The portal's own components and the words they speak: each state, duration and size has one look.
 *
 * <p>Knows the records of module contract, no service and no page.
 */
@NullMarked
package io.labvm.ui.common;

import org.jspecify.annotations.NullMarked;
