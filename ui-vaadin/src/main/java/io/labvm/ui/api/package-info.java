/**
 * The REST API, version 1.
 *
 * <p>Bearer tokens only; every error is a problem document.
 */
@NullMarked
package io.labvm.ui.api;

import org.jspecify.annotations.NullMarked;
