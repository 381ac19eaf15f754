/**
 * Files that appear whole or not at all. Written under a temporary name, made durable, then
 * published by link or rename, and the directory made durable as well.
 */
@NullMarked
package io.labvm.layers.durable;

import org.jspecify.annotations.NullMarked;
