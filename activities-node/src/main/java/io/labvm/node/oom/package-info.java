/**
 * What the kernel ended in desktops for want of memory: its words, and counters where it is silent.
 */
@NullMarked
package io.labvm.node.oom;

import org.jspecify.annotations.NullMarked;
