/** Which GPUs are in which desktops, and who waits for one. */
@NullMarked
package io.labvm.ui.gpus;

import org.jspecify.annotations.NullMarked;
