/**
 * EROFS images: a writer that streams and a reader that needs no mount. Uncompressed images with 4
 * KiB blocks only, which every kernel from 5.15 on mounts.
 */
@NullMarked
package io.labvm.layers.erofs;

import org.jspecify.annotations.NullMarked;
