/**
 * The node's side: cached images, image mounts and the overlay a desktop runs on. Everything here
 * survives a restart of the process because the kernel's mount table is the only memory.
 */
@NullMarked
package io.labvm.layers.mount;

import org.jspecify.annotations.NullMarked;
