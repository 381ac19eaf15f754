/** What pages say of desktops that nobody uses. */
@NullMarked
package io.labvm.ui.page.idle;

import org.jspecify.annotations.NullMarked;
