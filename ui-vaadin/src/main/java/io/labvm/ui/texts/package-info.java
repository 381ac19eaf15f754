/**
 * The texts of pages and answers in the two languages of the product.
 *
 * <p>Nothing here knows what is said where: callers name keys.
 */
@NullMarked
package io.labvm.ui.texts;

import org.jspecify.annotations.NullMarked;
