/**
 * The page that makes a member and a desktop.
 *
 * <p>Every rule is checked by the service; the page only shows it at its field.
 */
@NullMarked
package io.labvm.ui.page.register;

import org.jspecify.annotations.NullMarked;
