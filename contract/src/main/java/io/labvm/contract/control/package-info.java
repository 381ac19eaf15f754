/**
 * What the control application does for workflows: placement, assignment and projections into
 * PostgreSQL.
 *
 * <p>Nothing here waits for the portal.
 */
@NullMarked
package io.labvm.contract.control;

import org.jspecify.annotations.NullMarked;
