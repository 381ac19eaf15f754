/**
 * The store: how much room it has, how it is looked after, and how long versions are kept.
 *
 * <p>The database holds what the control application noted of the store.
 */
@NullMarked
package io.labvm.ui.storage;

import org.jspecify.annotations.NullMarked;
