/**
 * Checks of the platform itself.
 *
 * <p>Used for health, never by a desktop's operation.
 */
@NullMarked
package io.labvm.contract.platform;

import org.jspecify.annotations.NullMarked;
