/**
 * Ships what changes in uppers to the store: batches of segments written to a local spool,
 * published in the staging of their upper, then remembered in the index. Whatever dies in between,
 * the next start compares index and store and goes on from what both have.
 */
@NullMarked
package io.labvm.layers.sync;

import org.jspecify.annotations.NullMarked;
