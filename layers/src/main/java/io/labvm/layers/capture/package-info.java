/**
 * What changed in an upper since the index, as a delta: the scan, the seal table, hard-link groups.
 * The rules are those of docs/storage-format.md, "What a delta says".
 */
@NullMarked
package io.labvm.layers.capture;

import org.jspecify.annotations.NullMarked;
