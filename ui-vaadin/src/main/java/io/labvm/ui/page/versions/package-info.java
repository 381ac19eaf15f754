/**
 * The pages of versions: which there are, what one holds, how two differ; and those of left-behind
 * changes, which are looked at alike.
 *
 * <p>Names and contents come from inside desktops: they are shown as text and saved as files, never
 * shown as pages.
 */
@NullMarked
package io.labvm.ui.page.versions;

import org.jspecify.annotations.NullMarked;
