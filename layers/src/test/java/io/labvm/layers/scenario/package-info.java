/**
 * What can happen in a desktop, by hand and end to end: done in a real overlay, shipped, sealed,
 * folded, mounted afresh and compared.
 */
@NullMarked
package io.labvm.layers.scenario;

import org.jspecify.annotations.NullMarked;
