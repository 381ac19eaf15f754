/**
 * Operations on a desktop: their ids, steps, snapshots for the pages, and one child workflow per
 * kind.
 *
 * <p>Snapshots carry a growing sequence number, so that writing them is idempotent.
 */
@NullMarked
package io.labvm.contract.operation;

import org.jspecify.annotations.NullMarked;
