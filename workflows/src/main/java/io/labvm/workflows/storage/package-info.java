/** Upkeep of the store: one run over all desktops, a few side by side. */
@NullMarked
package io.labvm.workflows.storage;

import org.jspecify.annotations.NullMarked;
