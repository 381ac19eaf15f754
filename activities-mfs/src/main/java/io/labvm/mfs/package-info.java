/**
 * The store agent: activities over the shared store, on the host that holds it.
 *
 * <p>Needs no root: it reads and writes files of the store and mounts nothing.
 */
@NullMarked
package io.labvm.mfs;

import org.jspecify.annotations.NullMarked;
