/**
 * Bridge, node namespaces and packet filter of one home. Every kernel object carries the home's
 * hash.
 */
@NullMarked
package io.labvm.launcher.network;

import org.jspecify.annotations.NullMarked;
