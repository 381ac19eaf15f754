/**
 * What stands around every page: menu, top bar, language, brightness, running operation.
 *
 * <p>Pages do not know it; the router puts them inside.
 */
@NullMarked
package io.labvm.ui.page.frame;

import org.jspecify.annotations.NullMarked;
