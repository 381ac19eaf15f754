/** Tests of the pages of versions. */
@NullMarked
package io.labvm.ui.page.versions;

import org.jspecify.annotations.NullMarked;
