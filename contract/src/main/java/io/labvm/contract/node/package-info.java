/**
 * What a node agent does for one desktop, by activities on the node's two queues.
 *
 * <p>Every activity is idempotent by desktop and epoch.
 */
@NullMarked
package io.labvm.contract.node;

import org.jspecify.annotations.NullMarked;
