/** Files and folders of versions that come back into running desktops. */
@NullMarked
package io.labvm.node.copy;

import org.jspecify.annotations.NullMarked;
