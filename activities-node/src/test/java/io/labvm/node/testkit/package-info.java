/**
 * What tests of several packages need: a node of one's own, a tiny base, waiting.
 *
 * <p>Everything made here is removed again by its owner's close.
 */
@NullMarked
package io.labvm.node.testkit;

import org.jspecify.annotations.NullMarked;
