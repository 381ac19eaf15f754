/**
 * Containers of desktops, by Docker Engine.
 *
 * <p>The only package that sees docker-java.
 */
@NullMarked
package io.labvm.node.container;

import org.jspecify.annotations.NullMarked;
