/**
 * Nodes and GPUs with live figures that carry their age.
 *
 * <p>Old figures are greyed, never shown as zero.
 */
@NullMarked
package io.labvm.ui.page.nodes;

import org.jspecify.annotations.NullMarked;
