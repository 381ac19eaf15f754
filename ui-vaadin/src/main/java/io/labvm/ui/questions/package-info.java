/** Questions that workflows answer while somebody waits. */
@NullMarked
package io.labvm.ui.questions;

import org.jspecify.annotations.NullMarked;
