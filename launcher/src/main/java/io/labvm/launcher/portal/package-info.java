/**
 * The portal as the launcher sees it: readiness, health, tokens for nodes. Spoken to as the
 * built-in admin.
 */
@NullMarked
package io.labvm.launcher.portal;

import org.jspecify.annotations.NullMarked;
