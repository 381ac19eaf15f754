/**
 * The portal: the application and its configuration.
 *
 * <p>Each package below is one feature; its public types are what the others may use.
 */
@NullMarked
package io.labvm.ui;

import org.jspecify.annotations.NullMarked;
