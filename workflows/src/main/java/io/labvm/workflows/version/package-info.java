/** What people do with single versions of desktops, beside the desktops' own operations. */
@NullMarked
package io.labvm.workflows.version;

import org.jspecify.annotations.NullMarked;
