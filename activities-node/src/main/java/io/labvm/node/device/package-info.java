/**
 * Devices of the node in desktops' containers, by the Container Device Interface (CDI) or by the
 * engine.
 *
 * <p>Specifications are the node administrator's; no member can write one.
 */
@NullMarked
package io.labvm.node.device;

import org.jspecify.annotations.NullMarked;
