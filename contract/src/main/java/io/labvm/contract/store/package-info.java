/**
 * What the store agent does, by activities on the queue store.
 *
 * <p>The store is the truth about versions and epochs.
 */
@NullMarked
package io.labvm.contract.store;

import org.jspecify.annotations.NullMarked;
